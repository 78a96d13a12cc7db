-- Everyday statements, apart by blank lines. A server reads them in the background when it starts, so that the grammar is quick when
-- somebody asks. Nobody runs them.

set session lock_wait_timeout = 2; set foreign_key_checks = 0;

create table if not exists `orders` (`id` bigint unsigned not null auto_increment, `customer_id` bigint not null, `state` enum('new', 'paid') not null default 'new', `total` decimal(12, 2) default null, `created` datetime(6) not null default current_timestamp(6) on update current_timestamp(6), `note` varchar(200) character set utf8mb4 collate utf8mb4_bin default null comment 'x', primary key (`id`), unique key `k` (`customer_id`, `created`), key `t` (`total`), constraint `f` foreign key (`customer_id`) references `customers` (`id`) on delete cascade, check (`total` >= 0)) engine = InnoDB default charset = utf8mb4 row_format = dynamic;

create table u like t;

create table u as select a, b from t where a > 1;

alter table t add column c int not null default 0 after b, algorithm = instant;

alter table t add column c varchar(100) default 'x', drop column d, add index i (c, e desc), algorithm = inplace, lock = none;

alter table s.t modify column c bigint unsigned not null comment 'x';

alter table t change column a b varchar(200) character set utf8mb4 null;

alter table t rename column a to b, rename index i to j;

alter table t add constraint k foreign key (a) references o (a) on delete set null on update cascade;

alter table t drop foreign key k, drop primary key, add primary key (a, b);

alter table t add unique index i (a(20)), drop index j;

alter table t add constraint k check (a > 0) not enforced;

alter table t alter column c set default 1, alter index i invisible;

alter table t add column g int generated always as (a + b) virtual;

alter table t convert to character set utf8mb4 collate utf8mb4_0900_ai_ci;

alter table t engine = InnoDB, row_format = compressed, force;

alter table t partition by range (year(at)) (partition p0 values less than (2024), partition p1 values less than maxvalue);

alter table t add partition (partition p2 values less than (2026));

alter table t drop partition p0;

alter table t rename to u;

rename table a to b, c to d;

create unique index i on t (a, (lower(b))) algorithm = inplace lock = none;

create fulltext index i on t (a);

drop index i on t;

drop table if exists a, b;

truncate table t;

update t inner join o on o.id = t.o_id set t.c = coalesce(o.x, 0) + 1, t.d = now() where t.c is null and o.state in ('a', 'b');

update t set c = case when a > 1 then 'x' else 'y' end where id between 1 and 1000 order by id limit 1000;

insert into t (a, b) values (1, 'x'), (2, null) on duplicate key update b = values(b);

insert ignore into t (a, b) select o.a, count(*) from o left join u on u.id = o.id where o.at > now() - interval 1 day group by o.a having count(*) > 1 order by 1 limit 10;

replace into t values (1, 2);

delete t from t join o on o.id = t.o_id where o.at < '2020-01-01';

delete from t where not exists (select 1 from o where o.id = t.id) limit 100;

with picked as (select id from t where c is null) select * from picked for update skip locked;

create trigger g before insert on t for each row begin set new.c = new.a; if new.b is null then insert into o values (new.a); end if; end;

create procedure p() begin declare done int default 0; while done < 10 do update t set c = 1 where id > done limit 100; set done = done + 1; end while; end;

drop trigger if exists g;

create or replace view v as select a, b from t where c like 'x%';

create database if not exists s character set utf8mb4;

lock tables t write, o read;

unlock tables;

optimize table t;

analyze table t;

start transaction;

commit;

grant select, insert on s.* to 'u'@'%';

set global max_connections = 100;

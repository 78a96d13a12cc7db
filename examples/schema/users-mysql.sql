-- The table that mysql/split-user-name-mysql starts from.
create table users (
    id bigint not null auto_increment primary key,
    name varchar(200),
    email varchar(200) not null unique,
    created_at timestamp not null default current_timestamp
) engine = InnoDB;

package dev.lockkeeper.bench;

import dev.lockkeeper.bench.BenchReport.Aim;
import dev.lockkeeper.bench.BenchReport.Line;
import dev.lockkeeper.bench.Readings.Way;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.json.JsonMapper;

/** Lint of a script of 1,000 statements through the API, each with findings of its own. */
final class LintScript implements BenchPart {

    private static final int STATEMENTS = 1_000;
    private static final double AIM_SECONDS = 2;

    private static final List<String> POSTGRESQL = List.of(
            "create index i%1$d on orders_%1$d (customer_id)",
            "alter table orders_%1$d add column note_%1$d text not null default 'none'",
            "alter table orders_%1$d add constraint fk_%1$d foreign key (customer_id) references customers (id)",
            "alter table orders_%1$d alter column total type numeric(12, 2) using round(total, 2)",
            "update orders_%1$d set state = case when paid then 'done' else 'open' end where state is null and id > %1$d",
            "create table lines_%1$d (id bigint primary key, order_id bigint references orders_%1$d (id), price int check (price > 0))",
            "alter table orders_%1$d alter column email set not null",
            "drop index if exists i%1$d",
            "alter table orders_%1$d drop column old_%1$d",
            "select o.id, count(*) from orders_%1$d o join lines_%1$d l on l.order_id = o.id where o.id in (select 1) group by 1");

    private static final List<String> MYSQL = List.of(
            "create index i%1$d on orders_%1$d (customer_id)",
            "alter table orders_%1$d add column note_%1$d varchar(100) not null default 'none' after id",
            "alter table orders_%1$d add constraint fk_%1$d foreign key (customer_id) references customers (id)",
            "alter table orders_%1$d modify column total decimal(12, 2) not null",
            "update orders_%1$d set state = case when paid then 'done' else 'open' end where state is null and id > %1$d",
            "create table lines_%1$d (id bigint primary key, order_id bigint, price int) engine = innodb",
            "alter table orders_%1$d convert to character set utf8mb4",
            "drop index i%1$d on orders_%1$d",
            "alter table orders_%1$d drop column old_%1$d, algorithm = instant",
            "select o.id, count(*) from orders_%1$d o join lines_%1$d l on l.order_id = o.id where o.id in (select 1) group by o.id");

    @Override
    public String name() {
        return "lint";
    }

    @Override
    public double share() {
        return 0.5;
    }

    @Override
    public void measure(BenchGround ground, Slice slice, BenchReport report) {
        Map<String, Way> ways = new LinkedHashMap<>();
        Map<String, String> bodies =
                Map.of("postgresql", body("postgresql", POSTGRESQL), "mysql", body("mysql", MYSQL));
        List.of("postgresql", "mysql")
                .forEach(engine -> ways.put(engine, () -> seconds(ground.product(), bodies.get(engine))));
        // A server that has linted nothing yet is slower; nobody waits for that twice.
        ways.forEach((engine, way) -> report.section(
                "The first lint of a server, " + engine,
                Words.time(way.measure().get("seconds"))));
        Readings readings = ground.readings(name(), slice, ways);
        readings.ways()
                .forEach(engine -> report.add(new Line(
                        "Lint of 1,000 statements, " + engine,
                        "its limit",
                        readings.median(engine, "seconds"),
                        "s",
                        Aim.AT_MOST,
                        AIM_SECONDS,
                        Words.number(readings.median(engine, "findings")) + " findings",
                        "–",
                        "–",
                        readings.rounds())));
    }

    private static Map<String, Double> seconds(Product product, String body) {
        long began = System.nanoTime();
        int findings = product.lint(body);
        if (findings == 0) {
            throw new IllegalStateException("nothing was found in a script that is full of it");
        }
        return Map.of("seconds", (System.nanoTime() - began) / 1e9, "findings", (double) findings);
    }

    private static String body(String engine, List<String> statements) {
        String sql = IntStream.range(0, STATEMENTS)
                .mapToObj(i -> statements.get(i % statements.size()).formatted(i))
                .collect(Collectors.joining(";\n"));
        return JsonMapper.shared().writeValueAsString(Map.of("engine", engine, "sql", sql));
    }
}

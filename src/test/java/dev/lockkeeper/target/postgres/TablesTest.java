package dev.lockkeeper.target.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.plan.Identifier;
import dev.lockkeeper.plan.TableName;
import dev.lockkeeper.target.TableShape;
import dev.lockkeeper.target.TableShape.ColumnShape;
import dev.lockkeeper.target.TableSummary;
import dev.lockkeeper.testing.Databases;
import dev.lockkeeper.testing.Databases.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TablesTest {

    private Database database;

    @BeforeEach
    void prepare() {
        database = Databases.fresh("tables");
    }

    @Test
    void tablesAreListedBySizeWithEstimatedRows() {
        database.run(
                "create table small (id int)",
                "create table large as select generate_series(1, 20000) as id",
                "analyze large",
                "create schema lockkeeper",
                "create table lockkeeper.lanes (id int)",
                "create view shown as select 1");
        try (PostgresSession session = Given.open(database)) {
            assertThat(session.tables()).extracting(TableSummary::name).containsExactly("large", "small");
            assertThat(session.tables().getFirst().estimatedRows()).isEqualTo(20_000);
            assertThat(session.tables().getFirst().bytes()).isGreaterThan(500_000);
            assertThat(session.tables().getLast().estimatedRows()).isNull();
        }
    }

    @Test
    void namesWithQuotesCapitalsAndDotsAreFound() {
        database.run(
                "create schema \"My \"\"Shop\"\"\"",
                "create table \"My \"\"Shop\"\"\".\"Line.Items\" (\"Select\" int primary key)");
        TableShape shape = shape(new TableName(new Identifier("My \"Shop\""), new Identifier("Line.Items")));
        assertThat(shape.schema()).isEqualTo("My \"Shop\"");
        assertThat(shape.name()).isEqualTo("Line.Items");
        assertThat(shape.key()).containsExactly("Select");
    }

    @Test
    void unknownTableIsEmptyAndCapitalsMatter() {
        database.run("create table users (id int)");
        try (PostgresSession session = Given.open(database)) {
            assertThat(session.table(TableName.of("users"))).isPresent();
            assertThat(session.table(TableName.of("Users"))).isEmpty();
            assertThat(session.table(TableName.of("public.users"))).isPresent();
            assertThat(session.table(TableName.of("other.users"))).isEmpty();
        }
    }

    @Test
    void columnsAreSpelledAsTheServerSpellsThem() {
        database.run(
                "create type mood as enum ('good', 'bad')",
                """
                create table users (
                    id bigint generated always as identity primary key,
                    gone int,
                    name varchar(100) not null default 'Ada''s',
                    price numeric(10,4),
                    tags text[],
                    at timestamp(0) with time zone default now(),
                    mood mood,
                    twice int generated always as (length('ab')) stored)
                """,
                "alter table users drop column gone");
        assertThat(shape(TableName.of("users")).columns())
                .containsExactly(
                        new ColumnShape("id", "bigint", false, "generated always as identity"),
                        new ColumnShape("name", "character varying(100)", false, "'Ada''s'::character varying"),
                        new ColumnShape("price", "numeric(10,4)", true, null),
                        new ColumnShape("tags", "text[]", true, null),
                        new ColumnShape("at", "timestamp(0) with time zone", true, "now()"),
                        new ColumnShape("mood", "mood", true, null),
                        new ColumnShape("twice", "integer", true, "generated always as (length('ab'::text)) stored"));
    }

    @Test
    void indexesTriggersAndConstraintsAreTold() {
        database.run(
                "create table users (id int primary key, email text not null unique, age int check (age > 0))",
                "create index users_age on users (age) where age is not null",
                "create function nothing() returns trigger language plpgsql as 'begin return new; end'",
                "create trigger \"Sync\" before update on users for each row execute function nothing()");
        TableShape shape = shape(TableName.of("users"));
        assertThat(shape.indexes())
                .extracting(TableShape.IndexShape::name)
                .containsExactly("users_pkey", "users_age", "users_email_key");
        assertThat(shape.indexes().get(1).definition()).contains("WHERE (age IS NOT NULL)");
        assertThat(shape.indexes()).allMatch(TableShape.IndexShape::valid);
        assertThat(shape.triggers()).containsExactly("Sync");
        assertThat(shape.constraints())
                .containsExactly(
                        "users_age_check CHECK ((age > 0))",
                        "users_email_key UNIQUE (email)",
                        "users_pkey PRIMARY KEY (id)");
    }

    @Test
    void partitionsCountAsTheirTable() {
        database.run(
                "create table events (id int, part int) partition by list (part)",
                "create table events_1 partition of events for values in (1) partition by list (id)",
                "create table events_1_1 partition of events_1 for values in (1)",
                "create table events_2 partition of events for values in (2)",
                "insert into events select 7, 2 from generate_series(1, 5000)",
                "analyze events_2");
        try (PostgresSession session = Given.open(database)) {
            assertThat(session.tables()).singleElement().satisfies(table -> {
                assertThat(table.name()).isEqualTo("events");
                assertThat(table.estimatedRows()).isEqualTo(5000);
                assertThat(table.bytes()).isGreaterThan(100_000);
            });
        }
    }

    @Test
    void lockedTableIsStillMeasured() throws SQLException {
        database.run("create table users as select generate_series(1, 5000) as id", "vacuum analyze users");
        try (Connection holder = database.connect();
                PostgresSession session = Given.open(database)) {
            holder.setAutoCommit(false);
            holder.createStatement().execute("lock table users in access exclusive mode");
            assertThat(session.tables()).singleElement().satisfies(table -> assertThat(table.bytes())
                    .isGreaterThan(100_000));
            assertThat(session.table(TableName.of("users"))).isPresent();
        }
    }

    @Test
    void writeRateIsMeasuredBetweenTwoLooks() {
        database.run("create table users (id int)");
        AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
        try (PostgresSession session = Given.open(database, "lockkeeper test", clock(now))) {
            assertThat(rate(session)).isNull();
            database.run(
                    "insert into users select generate_series(1, 500)",
                    "update users set id = -id",
                    "delete from users where id < -400");
            // The server publishes its counters after the statement.
            Awaitility.await().until(() -> database.ask("select n_tup_del from pg_stat_user_tables")
                    .equals("100"));
            now.updateAndGet(at -> at.plus(Duration.ofSeconds(10)));
            assertThat(rate(session)).isEqualTo(110.0);
            now.updateAndGet(at -> at.plus(Duration.ofSeconds(10)));
            assertThat(rate(session)).isEqualTo(0.0);
        }
    }

    @Test
    void looksThatAreTooCloseKeepTheLastAnswer() {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
        WriteRates rates = new WriteRates(clock(now));
        WriteRates.Table table = new WriteRates.Table(1, 2);
        assertThat(rates.look(table, 100)).isNull();
        now.set(Instant.EPOCH.plusSeconds(1));
        assertThat(rates.look(table, 200)).isNull();
        now.set(Instant.EPOCH.plusSeconds(5));
        assertThat(rates.look(table, 600)).isEqualTo(100.0);
        assertThat(rates.look(table, 50)).as("counters were reset").isNull();
    }

    private static Double rate(PostgresSession session) {
        return session.table(TableName.of("users")).orElseThrow().writesPerSecond();
    }

    private TableShape shape(TableName name) {
        try (PostgresSession session = Given.open(database)) {
            return session.table(name).orElseThrow();
        }
    }

    private static Clock clock(AtomicReference<Instant> now) {
        return new Clock() {
            @Override
            public Instant instant() {
                return now.get();
            }

            @Override
            public ZoneOffset getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(java.time.ZoneId zone) {
                return this;
            }
        };
    }
}

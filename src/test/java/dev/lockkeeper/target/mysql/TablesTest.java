package dev.lockkeeper.target.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.plan.Identifier;
import dev.lockkeeper.plan.TableName;
import dev.lockkeeper.target.Hazard;
import dev.lockkeeper.target.TableShape;
import dev.lockkeeper.target.TableShape.ColumnShape;
import dev.lockkeeper.target.TableSummary;
import dev.lockkeeper.testing.Databases.Database;
import dev.lockkeeper.testing.MysqlDatabases;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TablesTest {

    private Database database;

    @BeforeEach
    void prepare() {
        database = MysqlDatabases.fresh("tables");
    }

    @Test
    void tablesAreListedBySizeWithoutOurLedger() {
        database.run(
                "create table small (id int primary key)",
                "create table large (id int primary key, pad varchar(200))",
                "insert into large select seq, repeat('x', 200) from seq_1_to_20000",
                "analyze table large",
                "create table lockkeeper_lane (id int)",
                "create view shown as select 1");
        try (MysqlSession session = Given.open(database)) {
            assertThat(session.tables()).extracting(TableSummary::name).containsExactly("large", "small");
            assertThat(session.tables().getFirst().estimatedRows()).isBetween(10_000L, 30_000L);
            assertThat(session.tables().getFirst().bytes()).isGreaterThan(500_000);
        }
    }

    @Test
    void namesWithQuotesCapitalsAndDotsAreFound() {
        database.run("create table `Line.It``ems` (`Select` int primary key)");
        TableShape shape = shape(new TableName(null, new Identifier("Line.It`ems")));
        assertThat(shape.schema()).isEqualTo(MysqlDatabases.name(database));
        assertThat(shape.name()).isEqualTo("Line.It`ems");
        assertThat(shape.key()).containsExactly("Select");
    }

    @Test
    void unknownTableIsEmptyAndCapitalsMatter() {
        database.run("create table users (id int)");
        try (MysqlSession session = Given.open(database)) {
            assertThat(session.table(TableName.of("users"))).isPresent();
            assertThat(session.table(TableName.of("Users"))).isEmpty();
            assertThat(session.table(TableName.of(MysqlDatabases.name(database) + ".users"))).isPresent();
            assertThat(session.table(TableName.of("other.users"))).isEmpty();
        }
    }

    @Test
    void columnsAreSpelledAsTheServerSpellsThem() {
        database.run(
                """
                create table users (
                    id bigint unsigned not null auto_increment primary key,
                    name varchar(100) not null default 'Ada''s',
                    price decimal(10,4),
                    n int default 0,
                    mood enum('good', 'bad'),
                    at timestamp(3) not null default current_timestamp(3) on update current_timestamp(3),
                    twice int generated always as (n * 2) stored,
                    thrice int generated always as (n * 3) virtual)
                """);
        TableShape shape = shape(TableName.of("users"));
        assertThat(shape.columns())
                .contains(
                        new ColumnShape("id", shape.typeOf("id"), false, "auto_increment"),
                        new ColumnShape("price", "decimal(10,4)", true, null),
                        new ColumnShape("mood", "enum('good','bad')", true, null));
        assertThat(shape.typeOf("id")).startsWith("bigint").endsWith("unsigned");
        assertThat(given(shape, "name")).isEqualTo("'Ada''s'");
        assertThat(given(shape, "n")).isEqualTo("0");
        assertThat(given(shape, "at")).containsIgnoringCase("current_timestamp(3) on update current_timestamp(3)");
        assertThat(given(shape, "twice")).matches("generated always as \\(.*n.*2.*\\) stored");
        assertThat(given(shape, "thrice")).endsWith(" virtual");
    }

    @Test
    void aKeyNamesEveryRowOnceInTheOrderOfItsColumns() {
        database.run(
                "create table nullable (a int, unique (a))",
                "create table prefix (a varchar(100) not null, unique (a(10)))",
                "create table two (a int not null, b int not null, c int not null, unique xx (a, b), unique yy (c))",
                "create table both_ (a int primary key, b int not null unique)",
                "create table composite (a int, b varchar(20), primary key (b, a))");
        assertThat(shape(TableName.of("nullable")).key()).isEmpty();
        assertThat(shape(TableName.of("prefix")).key()).isEmpty();
        assertThat(shape(TableName.of("two")).key()).containsExactly("c");
        assertThat(shape(TableName.of("both_")).key()).containsExactly("a");
        assertThat(shape(TableName.of("composite")).key()).containsExactly("b", "a");
    }

    @Test
    void indexesTriggersAndConstraintsAreTold() {
        database.run(
                "create table teams (id int primary key)",
                """
                create table users (id int primary key, email varchar(50) not null, age int, team int,
                    unique users_email (email), index users_age (age, email(5)),
                    constraint old_enough check (age > 0),
                    constraint of_team foreign key (team) references teams (id) on update cascade on delete set null)
                """,
                "create trigger bump before update on users for each row set new.age = new.age");
        TableShape shape = shape(TableName.of("users"));
        assertThat(shape.indexes())
                .extracting(TableShape.IndexShape::definition)
                .contains("primary key (id)", "unique index users_email (email)", "index users_age (age, email(5))");
        assertThat(shape.triggers()).containsExactly("bump");
        assertThat(shape.constraints())
                .contains(
                        "PRIMARY PRIMARY KEY (id)",
                        "users_email UNIQUE (email)",
                        "of_team FOREIGN KEY (team) REFERENCES teams (id) ON DELETE SET NULL ON UPDATE CASCADE")
                .anyMatch(words -> words.startsWith("old_enough CHECK ("));
    }

    @Test
    void whatIsDangerousAboutATableIsTold() {
        database.run(
                "create table teams (id int primary key)",
                "create table sound (id int primary key)",
                """
                create table users (id int primary key, team int, n int, m int as (n + 1) stored,
                    constraint of_team foreign key (team) references teams (id) on update cascade)
                """,
                "create trigger bump before update on users for each row set new.n = 1",
                "create trigger ours before update on teams for each row begin if @lockkeeper_engine is null then set @x = 1; end if; end",
                "create table old (id int primary key) engine = MyISAM");
        try (MysqlSession session = Given.open(database)) {
            assertThat(session.hazards(TableName.of("sound"))).isEmpty();
            assertThat(session.hazards(TableName.of("teams"))).isEmpty();
            assertThat(session.hazards(TableName.of("nothing"))).isEmpty();
            assertThat(session.hazards(TableName.of("users")))
                    .noneMatch(Hazard::stops)
                    .extracting(Hazard::words)
                    .containsExactly(
                            "foreign key of_team, on update cascade changes rows without firing triggers: a sync does not see it",
                            "trigger bump fires for each row that is written",
                            "column m is generated: some changes of the table cannot be made in place");
            assertThat(session.hazards(TableName.of("old")))
                    .singleElement()
                    .satisfies(hazard -> assertThat(hazard.stops()).isTrue());
        }
    }

    @Test
    void aLockedTableIsStillMeasured() throws SQLException {
        database.run("create table users (id int primary key)");
        try (Connection holder = database.connect();
                MysqlSession session = Given.open(database)) {
            holder.createStatement().execute("lock tables users write");
            assertThat(session.tables()).hasSize(1);
            assertThat(session.table(TableName.of("users"))).isPresent();
        }
    }

    private static String given(TableShape shape, String column) {
        return shape.column(column).orElseThrow().defaultSql();
    }

    private TableShape shape(TableName name) {
        try (MysqlSession session = Given.open(database)) {
            return session.table(name).orElseThrow();
        }
    }
}

package dev.lockkeeper.target.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.plan.Gate;
import dev.lockkeeper.plan.Phase;
import dev.lockkeeper.target.Probe;
import dev.lockkeeper.target.Probe.Missing;
import dev.lockkeeper.testing.Databases.Database;
import dev.lockkeeper.testing.MysqlDatabases;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProbingTest {

    private Database database;
    private String name;

    @BeforeEach
    void prepare() {
        database = MysqlDatabases.fresh("probing");
        name = MysqlDatabases.name(database);
    }

    @Test
    void ownerOfTheServerLacksNothing() {
        Probe probe = probe(database);
        assertThat(probe.error()).isNull();
        assertThat(probe.reachable()).isTrue();
        assertThat(probe.writable()).isTrue();
        assertThat(probe.version()).matches("(MariaDB|MySQL) \\d+\\.\\d+\\.\\d+");
        assertThat(probe.latency()).isPositive();
        assertThat(probe.missing()).isEmpty();
        assertThat(probe.privileges()).contains("connect", "keep the ledger in tables lockkeeper_*");
    }

    @Test
    void poorLoginIsToldWhatIsMissingAndTheNamedGrantsMendIt() {
        database.run("create table users (id int primary key)");
        Database poor = MysqlDatabases.limited(database, "select on " + name + ".*");
        Probe before = probe(poor);
        assertThat(before.missing())
                .extracting(Missing::what)
                .contains(
                        "keep the ledger in tables lockkeeper_*",
                        "alter tables of " + name,
                        "try plans on temporary tables in " + name,
                        "make triggers in " + name,
                        "make triggers beside the binary log",
                        "see what sessions of others do",
                        "cancel sessions of others");
        String trust = database.ask("select @@log_bin_trust_function_creators");
        try {
            before.missing().forEach(missing -> database.run(missing.grant()));
            assertThat(probe(poor).missing()).isEmpty();
            poor.run(
                    "create temporary table users_copy (id int primary key)",
                    "create table lockkeeper_lane (id int primary key)",
                    "insert into lockkeeper_lane values (1)",
                    "alter table users add column note text",
                    "create index notes on users (note(5))",
                    "create trigger t before update on users for each row set new.note = 'x'",
                    "update users set note = 'y'");
        } finally {
            database.run("set global log_bin_trust_function_creators = " + trust);
        }
    }

    @Test
    void grantsOfARoleAndOfATableCount() {
        String role = "r_" + name;
        database.run("create table `my_users` (id int primary key)", "create role " + role);
        Database poor =
                MysqlDatabases.limited(database, "select on " + name + ".*", "update on `" + name + "`.`my_users`");
        database.run("grant alter, create, insert, index, drop on " + name + ".* to " + role);
        String user = "'" + poor.username() + "'@'%'";
        database.run(
                "grant " + role + " to " + user,
                "set default role " + role + (MysqlDatabases.mariadb() ? " for " : " to ") + user);
        try (MysqlSession session = Given.open(poor)) {
            assertThat(session.probe().privileges()).contains("alter tables of " + name);
            Asking asking = new Asking(session.connection());
            Privileges privileges = new Privileges(asking, asking.version());
            assertThat(privileges.may(Privileges.ROWS, null, "my_users")).isTrue();
            assertThat(privileges.may(Privileges.ROWS, null, "others")).isFalse();
            assertThat(session.forbidden(new Phase("expand", Gate.OPEN, java.util.List.of())))
                    .containsExactly("keep the ledger in tables lockkeeper_*");
        }
    }

    @Test
    void whatOpensTheBinaryLogToTriggersIsWhatTheServerTakes() {
        assertThat(database.ask("select @@log_bin = 1 and @@log_bin_trust_function_creators = 0"))
                .isEqualTo("1");
        database.run("create table users (id int primary key)");
        String trigger = "create trigger t before update on users for each row set new.id = old.id";
        Database nearly = MysqlDatabases.limited(
                database,
                "all on " + name + ".*",
                (MysqlDatabases.mariadb() ? "binlog admin" : "binlog_admin") + " on *.*");
        assertThat(probe(nearly).missing()).extracting(Missing::what).contains("make triggers beside the binary log");
        assertThatThrownBy(() -> nearly.run(trigger)).hasMessageContaining("SUPER");
        Database trusted = MysqlDatabases.limited(database, "all on " + name + ".*", "super on *.*");
        assertThat(probe(trusted).privileges()).contains("make triggers beside the binary log");
        trusted.run(trigger);
    }

    @Test
    void serverThatIsReadOnlyIsNotWritableEvenForItsOwner() {
        database.run("set global read_only = 1");
        try {
            Probe probe = probe(database);
            assertThat(probe.reachable()).isTrue();
            assertThat(probe.writable()).isFalse();
            assertThat(probe.error()).contains("read-only");
            assertThat(probe.advice()).contains("primary");
        } finally {
            database.run("set global read_only = 0");
        }
    }

    @Test
    void identityIsTheSameForEveryLoginAndAnotherForAnotherDatabase() {
        Database elsewhere = MysqlDatabases.fresh("probing");
        Database poor = MysqlDatabases.limited(database, "select on " + name + ".*");
        try (MysqlSession one = Given.open(database);
                MysqlSession two = Given.open(poor);
                MysqlSession three = Given.open(elsewhere)) {
            assertThat(one.identity()).isNotBlank().isEqualTo(two.identity()).isNotEqualTo(three.identity());
        }
    }

    private static Probe probe(Database database) {
        try (MysqlSession session = Given.open(database)) {
            return session.probe();
        }
    }
}

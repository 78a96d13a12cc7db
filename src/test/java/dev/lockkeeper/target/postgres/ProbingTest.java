package dev.lockkeeper.target.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.target.Probe;
import dev.lockkeeper.target.Probe.Missing;
import dev.lockkeeper.testing.Databases;
import dev.lockkeeper.testing.Databases.Database;
import dev.lockkeeper.testing.Logins;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProbingTest {

    private Database database;
    private Database login;
    private String quoted;

    @BeforeEach
    void prepare() {
        database = Databases.fresh("probing");
        login = Logins.limited(database);
        quoted = Logins.quoted(login.username());
    }

    @Test
    void ownerOfTheServerLacksNothing() {
        Probe probe = probe(database);
        assertThat(probe.reachable()).isTrue();
        assertThat(probe.writable()).isTrue();
        assertThat(probe.error()).isNull();
        assertThat(probe.version()).matches("PostgreSQL \\d+\\.\\d+");
        assertThat(probe.latency()).isPositive();
        assertThat(probe.missing()).isEmpty();
        assertThat(probe.privileges())
                .contains("connect", "keep the ledger in schema lockkeeper", "create in schema public");
    }

    @Test
    void limitedLoginIsToldWhatIsMissingAndTheNamedGrantsMendIt() {
        String owner = Logins.limited(database).username();
        database.run(
                "create schema \"Shop \"\"1\"\"\"",
                "create table \"Shop \"\"1\"\"\".\"Line Items\" (id bigint primary key)",
                "alter table \"Shop \"\"1\"\"\".\"Line Items\" owner to " + Logins.quoted(owner));
        Probe before = probe(login);
        assertThat(before.missing())
                .extracting(Missing::what)
                .containsExactlyInAnyOrder(
                        "keep the ledger in schema lockkeeper",
                        "alter 1 table of " + owner,
                        "create in schema Shop \"1\"",
                        "create in schema public",
                        "see what sessions of others do",
                        "cancel sessions of others");

        grantAll(before);

        assertThat(probe(login).missing()).isEmpty();
        login.run(
                "create schema lockkeeper",
                "alter table \"Shop \"\"1\"\"\".\"Line Items\" add column note text",
                "create index on \"Shop \"\"1\"\"\".\"Line Items\" (note)",
                "create table orders (id bigint)");
    }

    @Test
    void tablesOfASuperuserAreHandedOverInsteadOfGivingItsPowers() {
        database.run("create table \"Users\" (id int)", "create table orders (id int)");
        Missing tables = missing(probe(login), "alter 2 tables of postgres");
        assertThat(tables.grant())
                .isEqualTo("alter table public.\"Users\" owner to " + quoted + ";\nalter table public.orders owner to "
                        + quoted);
        grantAll(probe(login));
        assertThat(probe(login).missing()).isEmpty();
        assertThat(database.ask("select rolsuper from pg_roles where rolname = '" + login.username() + "'"))
                .isEqualTo("f");
    }

    @Test
    void memberThatDoesNotInheritIsToldToInherit() {
        String owner = Logins.limited(database).username();
        database.run(
                "create table users (id int)",
                "alter table users owner to " + Logins.quoted(owner),
                "grant " + Logins.quoted(owner) + " to " + quoted + " with inherit false");
        Probe before = probe(login);
        assertThat(missing(before, "alter 1 table of " + owner).grant()).contains("inherit");
        grantAll(before);
        assertThat(probe(login).missing()).isEmpty();
    }

    @Test
    void ledgerOfAnotherLoginIsOpenedToThisOne() {
        database.run(
                "create schema lockkeeper",
                "create table lockkeeper.lanes (id int)",
                "insert into lockkeeper.lanes values (1)");
        Probe before = probe(login);
        assertThat(missing(before, "keep the ledger in schema lockkeeper").grant())
                .contains("grant usage, create on schema lockkeeper to " + quoted);
        grantAll(before);
        login.run("update lockkeeper.lanes set id = 2");
        assertThat(probe(login).missing()).isEmpty();
    }

    @Test
    void readOnlyLoginIsNotWritableAndSaysWhy() {
        database.run("alter role " + quoted + " set default_transaction_read_only = on");
        Probe probe = probe(login);
        assertThat(probe.reachable()).isTrue();
        assertThat(probe.writable()).isFalse();
        assertThat(probe.error()).contains("read-only");
        assertThat(probe.advice()).contains("default_transaction_read_only");
    }

    @Test
    void identityIsOfThisServerAndThisDatabase() {
        Database other = Databases.fresh("probing");
        String here = identity(database);
        assertThat(here).matches("\\d{10,}/\\d+");
        assertThat(identity(database)).isEqualTo(here);
        assertThat(identity(other)).isNotEqualTo(here).startsWith(here.substring(0, here.indexOf('/')));
    }

    @Test
    void identityDoesWithoutWhatTheServerKeepsToItself() {
        database.run("revoke execute on function pg_control_system() from public");
        assertThat(identity(login))
                .isEqualTo("-/" + database.ask("select oid from pg_database where datname = current_database()"));
    }

    private void grantAll(Probe probe) {
        probe.missing().forEach(missing -> database.run(missing.grant()));
    }

    private static Missing missing(Probe probe, String what) {
        return probe.missing().stream()
                .filter(missing -> missing.what().equals(what))
                .findFirst()
                .orElseThrow(() -> new AssertionError(what + " is not in " + probe.missing()));
    }

    private static Probe probe(Database as) {
        try (PostgresSession session = Given.open(as)) {
            assertThat(session.version()).startsWith("PostgreSQL ");
            return session.probe();
        }
    }

    private static String identity(Database as) {
        try (PostgresSession session = Given.open(as)) {
            return session.identity();
        }
    }
}

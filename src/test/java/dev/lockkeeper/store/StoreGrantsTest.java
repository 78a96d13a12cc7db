package dev.lockkeeper.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.testing.Databases;
import dev.lockkeeper.testing.Databases.Database;
import dev.lockkeeper.testing.Logins;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** An owner of the tables and a login of the server, as docs/operations.md has them; neither is a superuser. */
@ExtendWith(OutputCaptureExtension.class)
class StoreGrantsTest {

    private final Database store = Databases.fresh("grants");
    private final Database owner = Logins.limited(store);
    private final Database server = Logins.limited(store);

    @BeforeEach
    void asDocumented() {
        String name = store.url().substring(store.url().lastIndexOf('/') + 1);
        store.run(
                "alter database " + name + " owner to " + Logins.quoted(owner.username()),
                "alter schema public owner to " + Logins.quoted(owner.username()));
        migrate(server);
    }

    private void migrate(Database login) {
        StoreAddress runtime = new StoreAddress(store.url(), login.username(), "any");
        StoreAddress owning = new StoreAddress(store.url(), owner.username(), "any");
        new StoreVersion(new StoreGrants(new StoreServer.External(runtime, owning)))
                .migrate(Flyway.configure()
                        .dataSource(store.url(), owner.username(), "any")
                        .locations("classpath:store")
                        .load());
    }

    private static String record(String subject) {
        return "insert into audit_records (actor_kind, actor, action, subject) values ('engine', 'x', 'test', '"
                + subject + "')";
    }

    @Test
    void theServerAddsAndReadsRecordsAndTheStoreChainsThem() {
        server.run(record("a"), record("b"));
        assertThat(server.ask("select string_agg(seq || ' ' || (previous = lag), ', ') from (select seq, previous,"
                        + " coalesce(lag(hash) over (order by seq), repeat('0', 64)) as lag from audit_records) r"))
                .isEqualTo("1 true, 2 true");
        assertThat(server.ask("select seq from audit_head")).isEqualTo("2");
    }

    @Test
    void nobodyChoosesTheNumberOrTheHashOfARecord() {
        server.run("insert into audit_records (seq, at, actor_kind, actor, action, subject, previous, hash)"
                + " values (77, '1999-01-01', 'engine', 'x', 'test', 'forged', 'p', 'h')");
        assertThat(
                        server.ask(
                                "select seq || ' ' || length(hash) || ' ' || (at > now() - interval '1 hour') from audit_records"))
                .isEqualTo("1 64 true");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update audit_records set reason = 'x'",
                "delete from audit_records",
                "truncate audit_records",
                "update audit_head set seq = 0",
                "delete from audit_head",
                "delete from flyway_schema_history",
            })
    void thePrivilegesRefuseTheServerToChangeTheRecord(String sql) {
        server.run(record("kept"));
        assertThatThrownBy(() -> server.run(sql)).hasMessageContaining("permission denied for table");
        assertThat(server.ask("select count(*) from audit_records")).isEqualTo("1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alter table audit_records disable trigger all",
                "drop trigger audit_records_append_only on audit_records",
                "drop table audit_records",
                "create or replace function audit_chain() returns trigger language plpgsql as $$ begin return new; end $$",
            })
    void theServerOwnsNothingThatGuardsTheRecord(String sql) {
        assertThatThrownBy(() -> server.run(sql)).hasMessageMatching("(?s).*(must be owner|permission denied).*");
    }

    @Test
    void theTriggerRefusesWhereThePrivilegesAreGivenBack() {
        server.run(record("kept"));
        owner.run("grant update, delete, truncate on audit_records to " + Logins.quoted(server.username()));
        for (String sql : new String[] {
            "update audit_records set reason = 'x'", "delete from audit_records", "truncate audit_records"
        }) {
            assertThatThrownBy(() -> server.run(sql)).hasMessageContaining("audit records are never changed");
        }
    }

    @Test
    void theOwnerItselfHasNoRightUntilItTakesOne() {
        assertThatThrownBy(() -> owner.run("update audit_records set reason = 'x'"))
                .hasMessageContaining("permission denied for table");
    }

    @Test
    void theRestOfTheStoreIsTheServersToWorkWith() {
        server.run(
                "insert into users (username) values ('ann')",
                "update users set disabled_at = now()",
                "delete from users");
        assertThat(server.ask("select count(*) from users")).isEqualTo("0");
    }

    @Test
    void aLoginThatMayMoreIsNamedAtTheStart(CapturedOutput output) {
        migrate(server);
        assertThat(output).doesNotContain("The store's login");
        migrate(owner);
        assertThat(output).contains("The store's login", "owns the tables", "docs/operations.md");
    }
}

package dev.lockkeeper.store;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the server's login may do in the store, given anew at each start by the owner of the tables: everything with rows, but with the
 * audit records only to add and to read. Where owner and login are one, the store can refuse nothing for good, and the log says so.
 */
final class StoreGrants {

    private static final Logger LOG = LoggerFactory.getLogger(StoreGrants.class);

    /** The trigger that chains a record runs with the owner's rights, so the end of the chain is only read. */
    private static final List<String> GIVE = List.of(
            "grant usage on schema %1$s to %2$s",
            "grant select, insert, update, delete on all tables in schema %1$s to %2$s",
            "grant usage, select on all sequences in schema %1$s to %2$s",
            "revoke all on %1$s.audit_records, %1$s.audit_head, %1$s.flyway_schema_history from %2$s",
            "grant select, insert on %1$s.audit_records to %2$s",
            "grant select on %1$s.audit_head, %1$s.flyway_schema_history to %2$s");

    private static final String WHERE = "select quote_ident(current_schema()), quote_ident('%s')";

    /** Ways past the trigger and the chain: rights on the rows, on the end, or on the tables themselves. */
    private static final String WIDER =
            """
            select concat_ws(', ',
                case when r.rolsuper then 'is a superuser' end,
                case when pg_has_role(current_user, c.relowner, 'usage') and not r.rolsuper then 'owns the tables' end,
                case when has_table_privilege('audit_records', 'update, delete, truncate') and not r.rolsuper
                    then 'may change audit records' end,
                case when has_table_privilege('audit_head', 'update, delete, truncate') and not r.rolsuper
                    then 'may move the end of the chain' end)
            from pg_roles r, pg_class c
            where r.rolname = current_user and c.oid = 'audit_records'::regclass""";

    private final StoreServer server;

    StoreGrants(StoreServer server) {
        this.server = server;
    }

    /** @throws Failure {@code wrong-settings} when the owner may not give them */
    void give() {
        try {
            if (!server.owner().equals(server.address())) {
                giveAsOwner(String.valueOf(server.address().username()));
            }
            tellOfWider();
        } catch (SQLException e) {
            throw new Failure(
                    Code.WRONG_SETTINGS,
                    "The store's owner cannot give the server's login its rights: " + e.getMessage(),
                    "Look at LOCKKEEPER_STORE_OWNER_USERNAME: it must own the tables; see docs/operations.md.",
                    e);
        }
    }

    private void giveAsOwner(String login) throws SQLException {
        try (Connection connection = StoreReach.connect(server.owner());
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            // Several servers may start at once.
            statement.execute("select pg_advisory_xact_lock(hashtextextended('lockkeeper grants', 0))");
            String schema;
            String name;
            try (ResultSet found = statement.executeQuery(WHERE.formatted(login.replace("'", "''")))) {
                found.next();
                schema = found.getString(1);
                name = found.getString(2);
            }
            for (String grant : GIVE) {
                statement.execute(grant.formatted(schema, name));
            }
            connection.commit();
        }
    }

    private void tellOfWider() throws SQLException {
        try (Connection connection = StoreReach.connect(server.address());
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(WIDER)) {
            String wider = found.next() ? found.getString(1) : "";
            if (!wider.isEmpty()) {
                LOG.warn(
                        "The store's login {}: {}. Triggers and the hash chain guard the audit record, privileges do not; "
                                + "docs/operations.md has two logins with which they do.",
                        server.address().username(),
                        wider);
            }
        }
    }
}

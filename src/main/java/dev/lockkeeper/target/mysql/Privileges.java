package dev.lockkeeper.target.mysql;

import dev.lockkeeper.target.Probe.Missing;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the login may do of that which runs need, and for the rest the statement that gives it. */
final class Privileges {

    static final List<String> LEDGER = List.of("CREATE", "ALTER", "INDEX", "SELECT", "INSERT", "UPDATE", "DELETE");
    static final List<String> ALTER = List.of("ALTER", "CREATE", "INSERT", "INDEX", "DROP");
    static final List<String> ROWS = List.of("SELECT", "UPDATE");

    /** A trigger does what its author may do: it reads the row and sets its columns. */
    static final List<String> TRIGGERS = List.of("TRIGGER", "SELECT", "UPDATE");

    static final List<String> COPIES = List.of("CREATE TEMPORARY TABLES");

    private static final String LOGIN = "select current_user()";
    private static final String DATABASE = "select database()";

    /** With the binary log on, triggers are for logins that are trusted with everything, unless the server is told otherwise. */
    private static final String TRIGGERS_NEED_TRUST = "select @@log_bin = 1 and @@log_bin_trust_function_creators = 0";

    private final Asking asking;
    private final ServerVersion version;
    private final Grants grants;
    private final String login;
    private final String database;
    private final List<String> has = new ArrayList<>();
    private final List<Missing> missing = new ArrayList<>();

    Privileges(Asking asking, ServerVersion version) {
        this.asking = asking;
        this.version = version;
        this.grants = Grants.of(asking, version);
        this.login = quotedLogin(asking.first("asking who we are", LOGIN).orElse("@"));
        this.database = asking.first("asking for the database", DATABASE).orElse("");
    }

    record Found(List<String> has, List<Missing> missing) {}

    Found look() {
        has.add("connect");
        inDatabase(
                "keep the ledger in tables lockkeeper_*",
                "A run commits its checkpoints there, together with the rows.",
                LEDGER);
        inDatabase("alter tables of " + database, "Columns, indexes and tables are made and dropped.", ALTER);
        inDatabase("read and write rows of " + database, "Backfills write rows, verification reads them.", ROWS);
        inDatabase(
                "try plans on temporary tables in " + database,
                "The server judges types and expressions on empty copies before anything runs.",
                List.of("CREATE TEMPORARY TABLES"));
        inDatabase("make triggers in " + database, "Columns are kept in sync by triggers.", List.of("TRIGGER"));
        inDatabase("make temporary tables in " + database, "Plans are tried on empty copies of the tables.", COPIES);
        trust();
        everywhere(
                "see what sessions of others do",
                "Without it the lock page shows only the login's own sessions, and nobody who blocks them.",
                "PROCESS");
        everywhere(
                "cancel sessions of others",
                "Without it a session that blocks a run cannot be ended from here.",
                version.mariadb() ? "CONNECTION ADMIN" : "CONNECTION_ADMIN");
        if (!version.mariadb()) {
            metadataLocks();
        }
        return new Found(List.copyOf(has), List.copyOf(missing));
    }

    private void inDatabase(String what, String why, List<String> needed) {
        List<String> lacking =
                needed.stream().filter(one -> !grants.has(one, database, null)).toList();
        sort(lacking.isEmpty(), what, why, "grant " + lower(lacking) + " on " + escaped(database) + ".* to " + login);
    }

    private void everywhere(String what, String why, String needed) {
        boolean given = Stream.of(needed, "SUPER").anyMatch(grants::everywhere);
        boolean right = needed.equals("PROCESS") ? grants.everywhere(needed) : given;
        sort(right, what, why, "grant " + lower(List.of(needed)) + " on *.* to " + login);
    }

    private void trust() {
        sort(
                mayMakeTriggers(),
                "make triggers beside the binary log",
                "With the binary log on, only logins with super may, or all when the server trusts them.",
                "set global log_bin_trust_function_creators = 1");
    }

    /** Whether the binary log keeps the login from making triggers, whatever it was granted. */
    boolean mayMakeTriggers() {
        return grants.everywhere("SUPER")
                || asking.first("asking about triggers", TRIGGERS_NEED_TRUST)
                        .filter("1"::equals)
                        .isEmpty();
    }

    private void metadataLocks() {
        sort(
                grants.has("SELECT", "performance_schema", null),
                "see who waits for tables",
                "Without it nobody can say which session holds a table up.",
                "grant select on performance_schema.* to " + login);
    }

    /** @param schema null for the database of the address; @param table null for one that is not there yet */
    boolean may(List<String> needed, @Nullable String schema, @Nullable String table) {
        String where = schema == null ? database : schema;
        return needed.stream().allMatch(one -> grants.has(one, where, table));
    }

    private void sort(boolean given, String what, String why, String grant) {
        if (given) {
            has.add(what);
        } else {
            missing.add(new Missing(what, why, grant));
        }
    }

    private static String lower(List<String> privileges) {
        return String.join(", ", privileges).toLowerCase(java.util.Locale.ROOT);
    }

    /** In a grant an underscore of a database's name would mean any character. */
    private static String escaped(String name) {
        return "`" + name.replace("`", "``").replaceAll("([_%\\\\])", "\\\\$1") + "`";
    }

    /** The server says {@code name@host}; a name may have an @ of its own. */
    private static String quotedLogin(String login) {
        int at = login.lastIndexOf('@');
        return "`" + login.substring(0, at).replace("`", "``") + "`@`"
                + login.substring(at + 1).replace("`", "``") + "`";
    }
}

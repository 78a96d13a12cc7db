package dev.lockkeeper.target.mysql;

import dev.lockkeeper.plan.TableName;
import dev.lockkeeper.target.Clients;
import dev.lockkeeper.target.Clients.Client;
import dev.lockkeeper.target.Condition;
import dev.lockkeeper.target.Condition.Topic;
import dev.lockkeeper.target.Limits;
import dev.lockkeeper.target.mysql.MetadataLocks.Held;
import dev.lockkeeper.target.mysql.ProcessList.Process;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What others do in the database, as it was seen at one moment. */
final class Traffic {

    /** Who may not see this sees no session of others either. */
    private static final String SEES_OTHERS = "select 1 from information_schema.innodb_trx limit 1";

    private static final String LEFT_TABLES =
            """
            select concat('table ', table_schema, '.', table_name) from information_schema.tables
             where table_schema = %1$s and table_name in (%2$s) order by 1
            """;

    private static final String LEFT_TRIGGERS =
            """
            select concat('trigger ', trigger_name, ' on ', event_object_table) from information_schema.triggers
             where event_object_schema = %1$s and event_object_table = %2$s
               and (trigger_name like 'pt\\_osc\\_%%' or trigger_name like 'lhmt\\_%%') order by 1
            """;

    private static final Pattern TOOL =
            Pattern.compile("gh-ost|pt-online-schema-change|pt-osc|spirit|lhm|fb-osc|facebook_online_schema_change");

    /** Those of readers and writers of rows, which every transaction holds. */
    private static final Set<String> WEAK = Set.of("SHARED", "SHARED_HIGH_PRIO", "SHARED_READ", "SHARED_WRITE");

    private static final String GRANT = "Let an administrator run: grant process on *.* to %s;";
    private static final String DOING = "reading what others do";
    private static final int SHOWN = 10;

    private final Asking asking;
    private final Sessions.Seen seen;
    private final boolean all;

    Traffic(Asking asking, Sessions.Seen seen) {
        this.asking = asking;
        this.seen = seen;
        this.all = asking.listIfAllowed(DOING, SEES_OTHERS, row -> 1).isPresent();
    }

    Condition transactions(Limits limits) {
        List<Process> open = others().stream()
                .filter(process -> process.transaction() != null)
                .toList();
        List<String> old = open.stream()
                .filter(process -> tooOld(process, limits))
                .map(process -> words(process) + " has a transaction since " + seconds(process.transaction())
                        + (process.idle() ? ", idle since " + seconds(process.elapsed()) : ""))
                .toList();
        if (!old.isEmpty()) {
            return Condition.bad(
                    Topic.TRANSACTIONS,
                    some(old),
                    "Let them end, or end them: they keep metadata locks, behind which an alter table waits, and everybody behind that.");
        }
        return all
                ? Condition.good(
                        Topic.TRANSACTIONS,
                        open.size() + " transactions of others are open, none over "
                                + limits.transaction().toSeconds() + " s, or "
                                + limits.idle().toSeconds() + " s idle.")
                : Condition.untold(Topic.TRANSACTIONS, "Sessions of other logins are hidden from this one.", grant());
    }

    private static boolean tooOld(Process process, Limits limits) {
        Duration age = process.transaction();
        return age != null
                && (age.compareTo(limits.transaction()) >= 0
                        || process.idle() && process.elapsed().compareTo(limits.idle()) >= 0);
    }

    Condition locks(List<TableName> tables) {
        if (tables.isEmpty()) {
            return Condition.good(Topic.LOCKS, "None of its tables is there yet.");
        }
        List<String> waiting = others().stream()
                .filter(Process::awaitsMetadataLock)
                .map(process -> words(process) + ": " + process.state())
                .toList();
        List<Held> held = seen.held();
        if (held == null) {
            return waiting.isEmpty()
                    ? Condition.untold(
                            Topic.LOCKS,
                            "This server does not tell who holds which table; nobody waits for one.",
                            "On MariaDB: install soname 'metadata_lock_info'; on MySQL turn performance_schema on, or grant select on it.")
                    : Condition.bad(Topic.LOCKS, some(waiting), untilGone());
        }
        List<String> strong = new ArrayList<>();
        int weak = 0;
        for (Held lock : held) {
            if (tables.stream().noneMatch(table -> of(lock, table)) || ours(lock.session())) {
                continue;
            }
            if (WEAK.contains(lock.mode()) && lock.granted()) {
                weak++;
            } else {
                strong.add("session " + lock.session() + (lock.granted() ? " holds " : " waits for ") + lock.words());
            }
        }
        strong.addAll(waiting);
        return strong.isEmpty()
                ? Condition.good(
                        Topic.LOCKS, "No strong metadata lock on its tables; " + weak + " of readers and writers.")
                : Condition.bad(Topic.LOCKS, some(strong), untilGone());
    }

    private static String untilGone() {
        return "Wait until they are gone: each step would queue behind them, and everybody else behind it.";
    }

    private boolean of(Held lock, TableName table) {
        String schema =
                table.schema() == null ? seen.database() : table.schema().text();
        return lock.of(schema, table.name().text());
    }

    private boolean ours(long session) {
        return seen.processes().stream().anyMatch(process -> process.id() == session && process.self());
    }

    Condition tools(List<TableName> tables) {
        List<String> found = new ArrayList<>();
        for (Process process : others()) {
            String text = (process.application() + " " + process.statement()).toLowerCase(Locale.ROOT);
            if (TOOL.matcher(text).find()) {
                found.add(words(process) + " looks like one");
            }
        }
        for (TableName table : tables) {
            String schema = Quoting.literal(
                    table.schema() == null ? seen.database() : table.schema().text());
            String name = table.name().text();
            String left = String.join(
                    ", ",
                    List.of(
                                    "_" + name + "_gho",
                                    "_" + name + "_ghc",
                                    "_" + name + "_new",
                                    "lhmn_" + name,
                                    "__osc_new_" + name)
                            .stream()
                            .map(Quoting::literal)
                            .toList());
            found.addAll(asking.texts(DOING, LEFT_TABLES.formatted(schema, left)));
            found.addAll(asking.texts(DOING, LEFT_TRIGGERS.formatted(schema, Quoting.literal(name))));
        }
        if (!found.isEmpty()) {
            return Condition.bad(
                    Topic.TOOLS,
                    some(found),
                    "Find out whether another change of these tables is under way; let it end or clean up what it left.");
        }
        return all
                ? Condition.good(
                        Topic.TOOLS,
                        "No session and no table or trigger of gh-ost, pt-online-schema-change, spirit or lhm.")
                : Condition.untold(
                        Topic.TOOLS,
                        "There is no trace of another tool on the tables; sessions of other logins are hidden.",
                        grant());
    }

    /** A primary of these servers does not know how far its replicas are. */
    Condition replicas() {
        List<String> dumps = seen.processes().stream()
                .filter(process -> process.command().startsWith("Binlog Dump"))
                .map(process -> words(process) + " at " + process.host())
                .toList();
        if (!dumps.isEmpty()) {
            return Condition.untold(
                    Topic.REPLICAS,
                    "Connected: " + some(dumps) + " How far it is behind only a replica itself knows.",
                    "Add their addresses to the target's 'replicas'.");
        }
        return all
                ? Condition.good(Topic.REPLICAS, "No replica is connected to this server.")
                : Condition.untold(Topic.REPLICAS, "Sessions of replicas are hidden from this login.", grant());
    }

    /** Since when somebody is connected these servers do not tell. */
    Clients clients() {
        Map<String, Client> clients = new TreeMap<>();
        for (Process process : others()) {
            if (process.command().startsWith("Binlog Dump")) {
                continue;
            }
            String host = process.host() == null ? "" : process.host();
            String name = process.application().isEmpty() ? "from " + host : process.application();
            clients.merge(
                    name + "\0" + process.user(),
                    new Client(name, process.user(), 1, null),
                    (one, other) -> new Client(name, one.user(), one.sessions() + 1, null));
        }
        return new Clients(
                List.copyOf(clients.values()),
                all ? null : "sessions of other logins are hidden from this one",
                all ? "" : grant());
    }

    private List<Process> others() {
        return seen.processes().stream()
                .filter(process ->
                        !process.self() && !process.ours() && seen.database().equals(process.database()))
                .toList();
    }

    private String grant() {
        return GRANT.formatted(asking.first("asking for the login", "select current_user()")
                .map(login -> "'" + login.replace("@", "'@'") + "'")
                .orElse("the login"));
    }

    private static String words(Process process) {
        String name = process.application().isEmpty() ? "" : " (" + process.application() + ")";
        return "session " + process.id() + " of " + process.user() + name;
    }

    private static String seconds(@org.jspecify.annotations.Nullable Duration time) {
        return time == null ? "an unknown time" : Math.round(time.toMillis() / 100.0) / 10.0 + " s";
    }

    static String some(List<String> words) {
        List<String> shown = words.subList(0, Math.min(SHOWN, words.size()));
        String more = words.size() > SHOWN ? "\nand " + (words.size() - SHOWN) + " more." : "";
        return String.join(".\n", shown) + "." + more;
    }
}

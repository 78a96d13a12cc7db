package dev.lockkeeper.bench;

import dev.lockkeeper.testing.Databases.Database;
import java.util.Arrays;
import java.util.List;

/** Where each page is, for two hundred different things of a generated store. */
final class PageAddresses {

    static final List<String> NAMES = List.of(
            "overview",
            "migrations",
            "migrations, searched",
            "migration",
            "migration, read on the target",
            "editor",
            "board",
            "board, read on the target",
            "runs",
            "runs under way",
            "runs of a target",
            "calendar",
            "run",
            "run under way",
            "roll back",
            "report",
            "targets",
            "target",
            "policies",
            "audit",
            "audit, narrowed",
            "audit record");

    /** What only auditors and admins may read. */
    private static final List<String> OF_AUDITORS = List.of("audit", "audit, narrowed", "audit record");

    private static final String OF_TEAM = " and team = 'team-3'";

    /** Of a target that answers: those of engine mysql are nowhere. */
    private static final String PLACED =
            """
            select r.migration || '%s' || r.target from runs r join migrations m on m.id = r.migration where r.target !~ '9$'""";

    private final Database store;

    PageAddresses(Database store) {
        this.store = store;
    }

    /** @param reader {@code admin}, or one who sees one team only and is asked about its things. @return empty when it is not for them */
    List<String> of(String page, String reader) {
        boolean all = reader.equals("admin");
        if (!all && OF_AUDITORS.contains(page)) {
            return List.of();
        }
        String seen = all ? "" : OF_TEAM;
        String placed = PLACED + (all ? "" : " and r.team = 'team-3' and m.owner = 'team-3'");
        String runs = "select id from runs where state = 'succeeded'" + seen;
        return switch (page) {
            case "overview" -> List.of("/");
            case "migrations" -> List.of("/migrations");
            case "migrations, searched" ->
                of("/migrations?query=", "select right(id, 4) from migrations where true", "");
            case "migration" -> of("/migrations/", placed.formatted("?target="), "");
            case "migration, read on the target" -> read(of("migration", reader));
            case "editor" -> List.of("/migrations/new");
            case "board" -> of("/runs/new?migration=", placed.formatted("&target="), "");
            case "board, read on the target" -> read(of("board", reader));
            case "runs" -> List.of("/runs");
            case "runs under way" -> List.of("/runs?state=active");
            case "runs of a target" -> of("/runs?target=", "select name from targets where true" + seen, "");
            case "calendar" -> List.of("/calendar");
            case "run" -> of("/runs/", runs, "");
            case "run under way" ->
                of("/runs/", "select id from runs where state in ('waiting', 'failed', 'paused', 'stuck')" + seen, "");
            case "roll back" -> of("/runs/", runs, "/rollback");
            case "report" -> of("/runs/", runs, "/report");
            case "targets" -> List.of("/targets");
            case "target" ->
                of("/targets/", "select name from targets where name ~ '000[0-8]$|0103$|0203$'" + seen, "");
            case "policies" -> List.of("/policies");
            case "audit" -> List.of("/audit");
            case "audit, narrowed" -> of("/audit?subject=run:", "select id from runs where true", "");
            case "audit record" -> of("/audit/", "select seq from audit_records where true", "");
            default -> throw new IllegalArgumentException(page);
        };
    }

    /** What a page fetches for itself once it is there. */
    private static List<String> read(List<String> pages) {
        return pages.stream().map(page -> page + "&read=now").toList();
    }

    private List<String> of(String before, String query, String after) {
        String sampled = store.ask("select coalesce(string_agg(name::text, ' '), '') from (select * from (" + query
                + ") q(name) order by md5(name::text) limit 200) picked");
        return Arrays.stream(sampled.split(" "))
                .map(each -> before + each + after)
                .toList();
    }
}

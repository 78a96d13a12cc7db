package dev.lockkeeper.scale;

import dev.lockkeeper.testing.Databases.Database;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What is asked of a generated store: every mapping that answers questions, with the filters that a reader may set. */
final class Addresses {

    /** Why these are left out. */
    static final Map<String, String> NOT_ASKED = Map.of(
            "/favicon.ico", "is a file",
            "/robots.txt", "is a file",
            "/keys", "says which keys there are",
            "/runs/{id}/live", "a stream: reads what /runs/{id} reads",
            "/targets/{name}/sessions/{id}", "needs a session of a real target to be there; reads the target only",
            "/api/v1/lint/rules", "is answered from memory",
            "/runs/{id}/holes/{hole}/accept", "reads one run, as /runs/{id} does");

    /** @param whole whether it is to read everything: an export, a verification */
    record Address(String pattern, String path, boolean whole) {}

    private final List<Address> pages = new ArrayList<>();
    private final List<Address> calls = new ArrayList<>();
    private final Database store;

    Addresses(Database store) {
        this.store = store;
        String run = one("select id from runs where state = 'waiting' order by id desc limit 1");
        String migration = one("select migration from runs where state = 'succeeded' order by id desc limit 1");
        String target = one("select target from runs where environment = 'lab' order by id desc limit 1");
        thePages(run, migration, target);
        theCalls(run, migration, target);
    }

    private String one(String query) {
        return store.ask(query);
    }

    List<Address> pages() {
        return pages;
    }

    List<Address> calls() {
        return calls;
    }

    private void thePages(String run, String migration, String target) {
        page("/", "/");
        page("/login", "/login");
        lists(
                "/migrations",
                "query=split",
                "query=part%20299",
                "query=nothing-like-it",
                "team=rare",
                "engine=mysql",
                "sort=title",
                "sort=-title");
        lists(
                "/migrations",
                "state=wrong",
                "state=active",
                "state=waiting",
                "state=rejected",
                "state=active&environment=lab");
        page("/migrations/new", "/migrations/new?from=" + migration);
        String review = "/migrations/" + migration + "?target=" + target;
        page("/migrations/{id}", "/migrations/" + migration, review, review + "&read=now");
        lists(
                "/runs",
                "migration=" + migration,
                "target=" + target,
                "target=" + target + "&state=active",
                "query=part%20299",
                "query=db-0003");
        lists(
                "/runs",
                "state=active",
                "state=wrong",
                "state=ended",
                "state=failed",
                "state=rolledBack",
                "environment=lab",
                "environment=prod");
        lists("/runs", "team=rare", "team=team-3", "sort=run", "sort=migration", "sort=-migration", "sort=target");
        // Sorted by their names, the targets of others may all come before one's own: twenty milliseconds among a
        // hundred thousand runs.
        pages.add(new Address("/runs", "/runs?sort=-target", true));
        // Where nearly every migration has succeeded somewhere, each is asked whether it has where one may look.
        pages.add(new Address("/migrations", "/migrations?state=succeeded", true));
        lists(
                "/targets",
                "state=active",
                "state=wrong",
                "query=000",
                "environment=lab",
                "team=rare",
                "sort=environment");
        lists("/calendar", "view=week", "environment=prod", "team=rare", "target=" + target);
        page("/runs/{id}/series", "/runs/" + run + "/series");
        String board = "/runs/new?migration=" + migration + "&target=" + target;
        page("/runs/new", board, board + "&read=now");
        page(
                "/runs/{id}",
                "/runs/" + run,
                "/runs/" + one("select id from runs where state = 'running' order by id limit 1"));
        page("/runs/{id}/gate", "/runs/" + run + "/gate", "/runs/" + run + "/gate?read=now");
        page("/runs/{id}/cancel", "/runs/" + run + "/cancel");
        page("/runs/{id}/rollback", "/runs/" + run + "/rollback");
        pages.add(new Address("/runs/{id}/report", "/runs/" + run + "/report", true));
        page("/targets/new", "/targets/new");
        page("/targets/{name}", "/targets/" + target);
        theTargets(target);
        theAdministration();
        page(
                "/audit",
                "/audit",
                "/audit?actor=person-7",
                "/audit?action=run.*",
                "/audit?action=user.create",
                "/audit?subject=run:" + run);
        page(
                "/audit",
                "/audit?subject=migration:*&from=2020-01-01&to=2020-01-02",
                "/audit?actor=nobody&action=run.launch");
        page("/audit/{seq}", "/audit/500");
        pages.add(new Address("/audit/export.csv", "/audit/export.csv", true));
        pages.add(new Address("/audit/export.ndjson", "/audit/export.ndjson", true));
    }

    private void theTargets(String target) {
        String one = "/targets/" + target;
        page("/targets/{name}/edit", one + "/edit");
        page("/targets/{name}/remove", one + "/remove");
        page("/targets/{name}/reach", one + "/reach");
        page("/targets/{name}/sessions", one + "/sessions");
        page("/targets/{name}/tables", one + "/tables");
        page("/targets/{name}/tables/{table}", one + "/tables/users");
    }

    private void theAdministration() {
        String token = one("select id from tokens order by id limit 1");
        page("/policies", "/policies");
        page("/policies/remove", "/policies/remove?environment=dev");
        page("/find", "/find?query=split", "/find?query=nothing-like-it", "/find?query=db-0003", "/find?query=42");
        page("/account", "/account");
        page("/account/tokens/{id}/revoke", "/account/tokens/" + token + "/revoke");
        page("/admin", "/admin");
        page("/admin/hooks", "/admin/hooks");
        page("/admin/roles", "/admin/roles");
        page("/admin/tokens", "/admin/tokens");
        page("/admin/tokens/{id}/revoke", "/admin/tokens/" + token + "/revoke");
        page("/admin/users", "/admin/users");
        page("/admin/users/{username}", "/admin/users/person-7");
        page("/admin/users/{username}/delete", "/admin/users/person-7/delete");
    }

    private void lists(String page, String... filters) {
        page(page, page);
        for (String filter : filters) {
            page(page, page + "?" + filter);
        }
    }

    private void page(String pattern, String... paths) {
        for (String path : paths) {
            pages.add(new Address(pattern, path, false));
        }
    }

    private void theCalls(String run, String migration, String target) {
        String revision = "/api/v1/migrations/{id}/revisions/{number}";
        String newest = "/api/v1/migrations/" + migration + "/revisions/1";
        call("/api/v1/me", "");
        call("/api/v1/migrations", "", "?query=part%20299", "?query=nothing-like-it");
        call(
                "/api/v1/runs",
                "",
                "?active=true",
                "?active=false",
                "?migration=" + migration,
                "?target=" + target,
                "?limit=100");
        call("/api/v1/targets", "");
        call("/api/v1/users", "");
        call("/api/v1/tokens", "");
        call("/api/v1/policies", "");
        call("/api/v1/audit", "", "?actor=person-7", "?action=run.*", "?subject=run:" + run);
        call("/api/v1/audit/head", "");
        calls.add(new Address("/api/v1/audit/verify", "/api/v1/audit/verify", true));
        calls.add(new Address("/api/v1/runs/{id}/report", "/api/v1/runs/" + run + "/report", true));
        call("/api/v1/board", "?migration=" + migration + "&target=" + target);
        as("/api/v1/policies/{environment}", "/api/v1/policies/dev");
        as("/api/v1/migrations/{id}", "/api/v1/migrations/" + migration);
        as(revision, newest);
        as(revision + "/sql", newest + "/sql?target=" + target);
        as(revision + "/approvals", newest + "/approvals");
        as(revision + "/rejections", newest + "/rejections");
        as(revision + "/comments", newest + "/comments");
        as("/api/v1/runs/{id}", "/api/v1/runs/" + run);
        as("/api/v1/runs/{id}/events", "/api/v1/runs/" + run + "/events");
        as("/api/v1/runs/{id}/throttle", "/api/v1/runs/" + run + "/throttle");
        as("/api/v1/targets/{name}", "/api/v1/targets/" + target);
        as("/api/v1/targets/{name}/tables", "/api/v1/targets/" + target + "/tables");
        as("/api/v1/targets/{name}/tables/{table}", "/api/v1/targets/" + target + "/tables/users");
        as("/api/v1/targets/{name}/locks", "/api/v1/targets/" + target + "/locks");
        as("/api/v1/users/{username}", "/api/v1/users/person-7");
    }

    private void call(String pattern, String... queries) {
        for (String query : queries) {
            calls.add(new Address(pattern, pattern + query, false));
        }
    }

    private void as(String pattern, String path) {
        calls.add(new Address(pattern, path, false));
    }
}

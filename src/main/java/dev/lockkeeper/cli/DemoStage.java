package dev.lockkeeper.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Sets the demo up through the API, as people would, each call by the one who may. What is there already is left as it is. */
final class DemoStage {

    /** A million rows take seconds at full pace and about a minute at this one. */
    private static final int PACE = 2;

    /** Who is who, in the order in which they are shown. */
    static final Map<String, String> PEOPLE =
            people("ann", "author", "bob", "approver", "cyd", "operator", "dora", "auditor", "admin", "admin");

    private static final String TARGET = "shop-demo";
    private static final String FIRST = "split-user-name";
    private static final List<String> EXAMPLES = List.of(
            "postgresql/split-user-name",
            "postgresql/verify-email",
            "postgresql/customer-tier",
            "postgresql/constant-default",
            "mysql/split-user-name-mysql");

    static final String MARIADB = "shop-mariadb";

    static final String MARIADB_FIRST = "split-user-name-mysql";

    private final URI server;
    private final DemoMemory memory;
    private final ApiClient admin;

    DemoStage(URI server, DemoMemory memory) {
        this.server = server;
        this.memory = memory;
        this.admin = new ApiClient(server, memory.adminToken());
    }

    private static Map<String, String> people(String... namesAndRoles) {
        Map<String, String> people = new LinkedHashMap<>();
        for (int i = 0; i < namesAndRoles.length; i += 2) {
            people.put(namesAndRoles[i], namesAndRoles[i + 1]);
        }
        return Collections.unmodifiableMap(people);
    }

    void people() throws IOException {
        for (Map.Entry<String, String> person : PEOPLE.entrySet()) {
            String name = person.getKey();
            String password = memory.password(name);
            if (name.equals("admin")) {
                admin.patch("/users/admin", Map.of("password", password));
                continue;
            }
            unless(
                    "already-exists",
                    () -> admin.post(
                            "/users",
                            Map.of("username", name, "password", password, "roles", List.of(person.getValue()))));
        }
    }

    void postgresql(String url) throws IOException {
        target(TARGET, "postgresql", Map.of("url", url, "password", memory.targetPassword()));
    }

    void mariadb(String url) throws IOException {
        target(MARIADB, "mysql", Map.of("url", url, "password", memory.mariadbPassword()));
    }

    /** Its port is another after a restart. */
    private void target(String name, String engine, Map<String, String> address) throws IOException {
        Map<String, Object> body = new LinkedHashMap<>(address);
        body.putAll(Map.of("name", name, "engine", engine, "username", DemoTarget.USER, "environment", "demo"));
        if (unless("already-exists", () -> admin.post("/targets", body)).isEmpty()) {
            admin.patch("/targets/" + name, address);
        }
    }

    /** The examples that are in the jar. */
    void catalog() throws IOException {
        for (String example : EXAMPLES) {
            try (InputStream file = DemoStage.class.getResourceAsStream("/examples/" + example + ".yaml")) {
                if (file == null) {
                    throw new IOException("the example " + example + " is not in the program");
                }
                as("ann").postYaml("/migrations", file.readAllBytes());
            }
        }
    }

    void approveFirst() throws IOException {
        approve(FIRST, TARGET);
    }

    void approveMariadb() throws IOException {
        approve(MARIADB_FIRST, MARIADB);
    }

    private void approve(String migration, String target) throws IOException {
        String revision = "/migrations/" + migration + "/revisions/1";
        if (!admin.get(revision + "/approvals").path("items").isEmpty()) {
            return;
        }
        String digest = admin.get(revision).path("digest").asString();
        as("bob")
                .post(
                        revision + "/approvals",
                        Map.of("digest", digest, "target", target, "comment", "Read on the review page."));
    }

    /** @return what to tell: where the run is, or why there is none */
    String firstRun() throws IOException {
        Map<String, Object> launch = Map.of("migration", FIRST, "revision", 1, "target", TARGET);
        JsonNode runs = admin.get("/runs" + ApiClient.query("migration", FIRST, "target", TARGET, "limit", 1));
        try {
            long run = runs.path("items").isEmpty()
                    ? launched(launch)
                    : runs.path("items").get(0).path("id").asLong();
            return "The first run, as it happens: " + server + "/runs/" + run + System.lineSeparator()
                    + "  It goes slowly, at pace " + PACE
                    + " of 11, so that there is something to watch; cyd can turn it up.";
        } catch (ApiRefusal noGo) {
            List<String> lines = new ArrayList<>(noGo.lines(""));
            noGo.problem().path("board").path("checks").forEach(check -> {
                if (check.path("blocking").asBoolean()
                        && !check.path("result").asString().equals("pass")) {
                    lines.add("  " + check.path("id").asString() + ": "
                            + check.path("evidence").asString());
                }
            });
            return "The first run was not launched. " + String.join(System.lineSeparator(), lines);
        }
    }

    private long launched(Map<String, Object> launch) throws IOException {
        long run = as("cyd").post("/runs", launch).path("run").asLong();
        as("cyd").patch("/runs/" + run, Map.of("dial", PACE));
        return run;
    }

    private ApiClient as(String person) throws IOException {
        Optional<String> known = memory.token(person);
        if (known.isEmpty()) {
            JsonNode made = admin.post("/tokens", Map.of("username", person, "name", "demo"));
            memory.keepToken(person, made.path("token").asString());
        }
        return new ApiClient(server, memory.token(person).orElseThrow());
    }

    private interface Call {
        JsonNode send() throws IOException;
    }

    /** @return empty when the server refused with that code */
    private static Optional<JsonNode> unless(String code, Call call) throws IOException {
        try {
            return Optional.of(call.send());
        } catch (ApiRefusal refusal) {
            if (refusal.code().equals(code)) {
                return Optional.empty();
            }
            throw refusal;
        }
    }
}

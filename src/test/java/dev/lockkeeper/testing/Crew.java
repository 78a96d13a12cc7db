package dev.lockkeeper.testing;

import dev.lockkeeper.testing.Databases.Database;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;

/** An author, an approver and an operator who work on one registered target, all through the API. */
public final class Crew {

    private static final Duration LONG = Duration.ofSeconds(90);
    private static final Set<String> STANDS =
            Set.of("succeeded", "failed", "stuck", "cancelled", "rolledBack", "paused", "waiting");

    private final People people;
    private final String target;

    /** Registers the database as a target of that name in the environment {@code test}. */
    public Crew(People people, Database database, String target) {
        this.people = people;
        this.target = target;
        people.admin()
                .post("/targets", TargetBodies.of(target, database, "test"))
                .expect(201);
    }

    public static String example(String name) {
        try {
            return Files.readString(Path.of("examples", name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Submits a file as its author and approves it; the id of the migration. */
    public String approved(String yaml) {
        Api.Answer submitted = people.author().postYaml("/migrations", yaml);
        if (submitted.status() != 200) {
            submitted.expect(201);
        }
        String id = submitted.text("/migration");
        approve(id, null);
        return id;
    }

    /** @param phase null for every phase that needs no approval of its own */
    public void approve(String id, String phase) {
        String digest = people.approver()
                .get("/migrations/" + id + "/revisions/1")
                .expect(200)
                .text("/digest");
        Map<String, Object> body = new LinkedHashMap<>(Map.of("digest", digest, "target", target, "comment", "read"));
        if (phase != null) {
            body.put("phase", phase);
        }
        people.approver()
                .post("/migrations/" + id + "/revisions/1/approvals", body)
                .expect(201);
    }

    public long launch(String id) {
        return launchAnswer(id).expect(201).json().path("run").asLong();
    }

    public Api.Answer launchAnswer(String id) {
        return people.operator().post("/runs", Map.of("migration", id, "target", target));
    }

    public Api.Answer open(long run, String phase, List<String> checklist) {
        return people.operator().post("/runs/" + run + "/phases/" + phase + "/launch", Map.of("checklist", checklist));
    }

    public Api.Answer wish(long run, String wish, Object body) {
        return people.operator().post("/runs/" + run + "/" + wish, body);
    }

    public JsonNode run(long run) {
        return people.operator().get("/runs/" + run).expect(200).json();
    }

    public String state(long run) {
        return run(run).path("state").asString();
    }

    /** Waits until the run is in that state; fails at once when it stands still in another. */
    public JsonNode await(long run, String state) {
        JsonNode[] seen = new JsonNode[1];
        Awaitility.await().atMost(LONG).pollInterval(Duration.ofMillis(50)).until(() -> {
            seen[0] = run(run);
            String now = seen[0].path("state").asString();
            if (!now.equals(state) && Set.of("failed", "stuck").contains(now)) {
                throw new AssertionError(
                        "run " + run + " is " + now + " instead of " + state + ": " + seen[0].toPrettyString());
            }
            return now.equals(state);
        });
        return seen[0];
    }

    /** Waits until the run stands still in any state. */
    public JsonNode awaitStandstill(long run) {
        Awaitility.await().atMost(LONG).pollInterval(Duration.ofMillis(50)).until(() -> STANDS.contains(state(run)));
        return run(run);
    }

    /** The whole way from the file to its end, through a contract gate when there is one. */
    public long carryThrough(String yaml, List<String> checklist) {
        String id = approved(yaml);
        long run = launch(id);
        JsonNode now = awaitStandstill(run);
        if (now.path("state").asString().equals("waiting")) {
            approve(id, "contract");
            open(run, "contract", checklist).expect(202);
        }
        await(run, "succeeded");
        return run;
    }
}

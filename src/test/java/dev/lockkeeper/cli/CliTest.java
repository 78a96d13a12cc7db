package dev.lockkeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.testing.Api;
import dev.lockkeeper.testing.Databases;
import dev.lockkeeper.testing.Databases.Database;
import dev.lockkeeper.testing.LockkeeperTest;
import dev.lockkeeper.testing.People;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@LockkeeperTest
class CliTest {

    private static final AtomicInteger COUNT = new AtomicInteger();

    private static final String FILE =
            """
            migration: %s
            title: A column more
            engine: postgresql
            phases:
              - phase: expand
                steps:
                  - addColumn: {table: things, column: more, type: text}
                  - backfill: {table: things, set: {more: "'m' || id"}}
              - phase: contract
                gate: {launch: manual, approval: none, checklist: [Everybody knows]}
                steps:
                  - sql: {name: last, up: "%s", down: "select 1"}
            """;

    @Autowired
    private People people;

    @Autowired
    private Api api;

    @TempDir
    private Path folder;

    private Database database;
    private String target;
    private String migration;

    @BeforeEach
    void names() {
        int number = COUNT.incrementAndGet();
        target = "cli-" + number;
        migration = "cli-" + number;
        database = Databases.fresh("cli")
                .run(
                        "create table things (id bigint primary key)",
                        "insert into things select generate_series(1, 100)",
                        "analyze things");
    }

    @AfterEach
    void nobody() {
        System.clearProperty("LOCKKEEPER_URL");
        System.clearProperty("LOCKKEEPER_TOKEN");
    }

    private record Said(int code, String out, String err) {
        JsonNode json() {
            return JsonMapper.shared().readTree(out);
        }

        Said expect(int expected) {
            assertThat(code).as(out + err).isEqualTo(expected);
            return this;
        }
    }

    private Said say(Api by, String... args) {
        System.setProperty("LOCKKEEPER_URL", by.server());
        System.setProperty("LOCKKEEPER_TOKEN", by.token());
        return run(args);
    }

    private static Said run(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commands = Cli.commands(settings -> {
            throw new AssertionError("no server is wanted here");
        });
        commands.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return new Said(commands.execute(args), out.toString(), err.toString());
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("migration.yaml"), text);
    }

    private void registered() {
        say(
                        people.admin(),
                        "target",
                        "add",
                        target,
                        "--url",
                        database.url(),
                        "--username",
                        database.username(),
                        "--environment",
                        "test",
                        "--password=" + database.password())
                .expect(0);
    }

    private void approved(String last) throws IOException {
        registered();
        say(people.author(), "submit", file(FILE.formatted(migration, last)).toString())
                .expect(0);
        say(people.approver(), "approve", migration, "--target", target, "--comment", "read")
                .expect(0);
    }

    @Test
    void aPolicyIsSetShownAndListed() throws IOException {
        String environment = "cli-env-" + COUNT.incrementAndGet();
        String file = file("environment: " + environment + "\napprovals: {count: 2, phases: {contract: {count: 3}}}\n")
                .toString();

        assertThat(say(people.admin(), "policy", "set", file).expect(0).out()).contains(environment, "2 of approver");
        assertThat(say(people.viewer(), "policy", "show", environment).expect(0).out())
                .contains("its own policy", "approvals: 2 of approver", "contract: 3 of approver");
        assertThat(say(people.viewer(), "policy", "list").expect(0).out()).contains("ENVIRONMENT", environment);
        assertThat(say(people.viewer(), "policy", "show", "nowhere").expect(0).out())
                .contains("as shipped");
        say(people.viewer(), "policy", "set", file).expect(1);
        String wrong = file("environment: " + environment + "\napprovals: {count: 0}\nlimt: {}\n")
                .toString();
        assertThat(say(people.admin(), "policy", "set", wrong).expect(1).err()).contains(wrong + ":2:", wrong + ":3:");
        assertThat(say(people.admin(), "policy", "set", file("lint: {}").toString())
                        .expect(2)
                        .err())
                .contains("names no environment");
    }

    @Test
    void aRejectionKeepsItFromBeingLaunched() throws IOException {
        approved("select 1");
        assertThat(say(people.approver(), "reject", migration, "--target", target, "--comment", "not so")
                        .expect(0)
                        .out())
                .contains("Rejected " + migration + " revision 1 on " + target + " by bob");
        assertThat(say(people.operator(), "run", migration, "--target", target)
                        .expect(1)
                        .err())
                .contains("no-go");
        assertThat(say(people.operator(), "board", migration, "--target", target)
                        .expect(1)
                        .out())
                .contains("bob rejected the plan: “not so”");
        say(people.approver(), "reject", migration, "--target", target).expect(2);
    }

    @Test
    void wrongUsageIsTwoAndShowsTheUsage() {
        assertThat(run().expect(2).err()).contains("Usage: lockkeeper");
        assertThat(run("nonsense").expect(2).err()).contains("nonsense").contains("Usage: lockkeeper");
        assertThat(run("submit").expect(2).err()).contains("FILE");
        assertThat(run("server", "nonsense").expect(2).err()).contains("nonsense");
        assertThat(run("--help").expect(0).out()).contains("LOCKKEEPER_TOKEN");
        assertThat(run("status").expect(2).err()).contains("LOCKKEEPER_TOKEN is not set");
    }

    @Test
    void whatIsNotThereYetIsRefusedByName() {
        assertThat(run("import", "dir", "--from", "flyway").expect(2).err()).contains("'import' is not there yet");
        assertThat(run("import", "--help").expect(0).out()).contains("Usage: lockkeeper import");
    }

    @Test
    void newWritesAFileThatCanBeSubmittedAndOverwritesNone() throws IOException {
        String where = folder.toString();
        run("new", migration, "--dir", where).expect(0);
        Path file = folder.resolve(migration + ".yaml");
        assertThat(say(people.author(), "submit", file.toString()).expect(0).out())
                .contains(migration + " revision 1");
        Files.writeString(file, "mine");
        assertThat(run("new", migration, "--dir", where).expect(2).err()).contains("is there already");
        assertThat(Files.readString(file)).isEqualTo("mine");
        JsonNode mysql = run("new", migration + "-my", "--engine", "mysql", "--dir", where, "--json")
                .expect(0)
                .json();
        assertThat(Path.of(mysql.path("file").asString())).content().contains("engine: mysql");
    }

    @Test
    void newRefusesNamesThatAreNone() {
        assertThat(run("new", "../up", "--dir", folder.toString()).expect(2).err())
                .contains("a-z, 0-9");
        assertThat(run("new", "a-name", "--engine", "redis", "--dir", folder.toString())
                        .expect(2)
                        .err())
                .contains("'redis'");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aPortThatIsNoneIsWrongUsage() {
        assertThat(run("server", "--port", "99999").expect(2).err()).contains("no port 99999");
        assertThat(run("demo", "--port", "-1", "--data", folder.toString())
                        .expect(2)
                        .err())
                .contains("no port -1");
    }

    @Test
    void aServerThatIsNotThereIsSaidSo() {
        System.setProperty("LOCKKEEPER_URL", "http://localhost:1");
        System.setProperty("LOCKKEEPER_TOKEN", "x");
        assertThat(run("status").expect(1).err()).contains("No server answers at http://localhost:1");
    }

    @Test
    void targetsAreAddedListedAndProbed() {
        registered();

        assertThat(say(people.viewer(), "target", "list").expect(0).out())
                .contains(target)
                .doesNotContain(database.password() + "@");
        assertThat(say(people.operator(), "target", "probe", target).expect(0).out())
                .contains("PostgreSQL")
                .contains("writable");
        assertThat(say(people.viewer(), "target", "list", "--json")
                        .expect(0)
                        .json()
                        .path("items")
                        .isArray())
                .isTrue();
        assertThat(say(
                                people.author(),
                                "target",
                                "add",
                                "x-1",
                                "--url",
                                "jdbc:postgresql://h/d",
                                "--username",
                                "u",
                                "--environment",
                                "e")
                        .expect(1)
                        .err())
                .contains("admin");
    }

    @Test
    void findingsOfAFileHaveTheirPlaces() throws IOException {
        Path file = file("migration: cli-bad\ntitle: x\nengine: postgresql\ncolour: red\nphases: []\n");
        Said refused = say(people.author(), "submit", file.toString()).expect(1);

        assertThat(refused.err()).contains(file + ":4:1: ");
        assertThat(say(people.author(), "submit", "not-there.yaml").expect(2).err())
                .contains("not-there.yaml");
        assertThat(say(people.author(), "submit", file.toString(), "--json")
                        .expect(1)
                        .json()
                        .path("code")
                        .asString())
                .isEqualTo("invalid-plan");
    }

    @Test
    void theWholeWayFromTheFileToContract() throws IOException {
        registered();
        Said submitted = say(
                        people.author(),
                        "submit",
                        file(FILE.formatted(migration, "select 1")).toString(),
                        "--json")
                .expect(0);
        assertThat(submitted.json().path("revision").asInt()).isEqualTo(1);
        assertThat(say(people.author(), "sql", migration, "--target", target)
                        .expect(0)
                        .out())
                .contains("add column more text");
        assertThat(say(people.operator(), "board", migration, "--target", target)
                        .expect(1)
                        .out())
                .contains("fail     phase-approved")
                .contains("no-go");
        Said noGo = say(people.operator(), "run", migration, "--target", target).expect(1);
        assertThat(noGo.err()).contains("no-go");
        assertThat(noGo.out()).contains("phase-approved");
        assertThat(say(people.author(), "approve", migration, "--target", target)
                        .expect(1)
                        .err())
                .isNotEmpty();
        say(people.approver(), "approve", migration, "--target", target).expect(0);
        say(people.operator(), "board", migration, "--target", target).expect(0);
        assertThat(say(people.operator(), "run", migration, "--target", target, "--dry-run")
                        .expect(0)
                        .out())
                .contains("go");

        Said followed = say(people.operator(), "run", migration, "--target", target, "--follow")
                .expect(0);
        assertThat(followed.out()).contains("Launched by cyd").contains("is waiting, waiting for ");
        String run = String.valueOf(say(people.operator(), "status", "--json")
                .expect(0)
                .json()
                .at("/items/0/id")
                .asLong());
        assertThat(say(people.viewer(), "status", run).expect(0).out())
                .contains("State: waiting")
                .contains("backfill things");
        assertThat(say(people.operator(), "launch", run, "contract").expect(1).out())
                .contains("checklist-confirmed");
        Said done = say(
                people.operator(),
                "run",
                migration,
                "--target",
                target,
                "--phase",
                "contract",
                "--confirm",
                "Everybody knows",
                "--follow");
        assertThat(done.expect(0).out())
                .contains("Run " + run + " is succeeded.")
                .doesNotContain("Launched by cyd");

        assertThat(say(people.operator(), "rollback", run, "--to", "expand", "--reason", "wrong day")
                        .expect(0)
                        .out())
                .contains("rollingBack");
        org.awaitility.Awaitility.await()
                .untilAsserted(() ->
                        assertThat(say(people.viewer(), "status", run).out()).contains("State: rolledBack"));
        assertThat(say(people.operator(), "rollback", run).expect(1).err()).contains("rolledBack");
    }

    @Test
    void aPhaseThatIsNamedIsTheLastOfANewRun() throws IOException {
        approved("select 1");

        Said followed = say(
                        people.operator(),
                        "run",
                        migration,
                        "--target",
                        target,
                        "--phase",
                        "expand",
                        "--follow",
                        "--json")
                .expect(0);

        String[] lines = followed.out().split("\n");
        assertThat(lines[lines.length - 1]).isEqualTo("}");
        assertThat(followed.out()).contains("\"state\" : \"waiting\"");
        assertThat(say(people.operator(), "run", migration, "--target", target, "--phase", "nowhere")
                        .expect(1)
                        .err())
                .contains("nowhere");
    }

    @Test
    void aRunThatFailsIsOne() throws IOException {
        approved("select 1/0");
        say(people.operator(), "run", migration, "--target", target, "--follow").expect(0);

        Said failed = say(
                people.operator(),
                "run",
                migration,
                "--target",
                target,
                "--phase",
                "contract",
                "--confirm",
                "Everybody knows",
                "-f");

        assertThat(failed.expect(1).out()).contains("is failed");
        assertThat(failed.err()).contains("division by zero");
        String run = String.valueOf(say(people.operator(), "status", "--json")
                .json()
                .at("/items/0/id")
                .asLong());
        say(people.viewer(), "status", run).expect(1);
        assertThat(say(people.operator(), "pause", run).expect(1).err()).contains("failed");
        say(people.operator(), "dial", run, "5").expect(0);
        say(people.operator(), "dial", run, "50").expect(2);
        assertThat(say(people.operator(), "cancel", run).expect(0).out()).contains("cancelled");
    }

    @Test
    void rowsThatWereLeftOutAreListedAndDecidedOn() throws IOException {
        registered();
        String refusing =
                FILE.formatted(migration, "select 1").replace("'m' || id", "(12 / ((id - 1) * (id - 2)))::text");
        say(people.author(), "submit", file(refusing).toString()).expect(0);
        say(people.approver(), "approve", migration, "--target", target, "--comment", "read")
                .expect(0);
        Said followed = say(people.operator(), "run", migration, "--target", target, "--follow")
                .expect(1);
        assertThat(followed.out()).contains("is stuck");
        String run = String.valueOf(say(people.operator(), "status", "--json")
                .json()
                .at("/items/0/id")
                .asLong());
        assertThat(say(people.viewer(), "holes", run).expect(1).out())
                .contains("HOLE", "open", "things", "division by zero");
        assertThat(say(people.operator(), "status", run).expect(1).out()).contains("lockkeeper holes " + run);
        var holes = say(people.viewer(), "holes", run, "--json").expect(1).json();
        String first = holes.at("/0/hole").asString();
        say(people.operator(), "hole", run, first).expect(2);
        say(people.operator(), "hole", run, first, "--retry", "--accept").expect(2);
        assertThat(say(people.operator(), "hole", run, first, "--accept")
                        .expect(2)
                        .err())
                .contains("'reason' is missing");
        assertThat(say(people.operator(), "hole", run, first, "--accept", "--reason", "a test account")
                        .expect(0)
                        .out())
                .contains("is stuck");
        database.run("delete from things where id in (1, 2)");
        assertThat(say(people.operator(), "hole", run, holes.at("/1/hole").asString(), "--retry")
                        .expect(0)
                        .out())
                .contains("is running");
        org.awaitility.Awaitility.await()
                .untilAsserted(() ->
                        assertThat(say(people.viewer(), "status", run).out()).contains("State: waiting"));
        assertThat(say(people.viewer(), "holes", run).expect(0).out()).contains("accepted");
    }

    @Test
    void locksAndTheRecordAreShown() {
        registered();

        assertThat(say(people.operator(), "locks", target).expect(0).out()).contains("BLOCKED BY");
        assertThat(say(people.auditor(), "audit", "verify").expect(0).out()).contains("none changed");
        assertThat(say(people.auditor(), "audit", "export", "--subject", "target:" + target)
                        .expect(0)
                        .out())
                .contains("target.register");
        assertThat(say(people.auditor(), "audit", "export", "--format", "csv")
                        .expect(0)
                        .out())
                .contains(",");
        assertThat(say(people.viewer(), "audit", "verify").expect(1).err()).contains("auditor");
        assertThat(api.server()).startsWith("http");
    }
}

package dev.lockkeeper.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.lockkeeper.catalog.Migrations;
import dev.lockkeeper.catalog.Revision;
import dev.lockkeeper.check.Finding.Result;
import dev.lockkeeper.security.Grant;
import dev.lockkeeper.security.Person;
import dev.lockkeeper.security.Role;
import dev.lockkeeper.target.Target;
import dev.lockkeeper.target.TargetSpec;
import dev.lockkeeper.target.Targets;
import dev.lockkeeper.testing.Databases.Database;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Each live check on a real server: once good, once bad, and once unknown where it can be. */
abstract class LiveChecksContract {

    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final Person ADMIN = person(200, "root", Role.ADMIN);
    private static final Person ANN = person(201, "ann", Role.AUTHOR);
    private static final Person BOB = person(202, "bob", Role.APPROVER);

    @Autowired
    private Migrations migrations;

    @Autowired
    private Targets targets;

    @Autowired
    private Reviews reviews;

    @Autowired
    private Boards boards;

    @Autowired
    private JdbcClient store;

    private int number;
    Database database;
    Target target;
    private Revision revision;

    abstract Database fresh();

    abstract String engine();

    @BeforeEach
    void aTableWithItsTarget() {
        number = COUNT.incrementAndGet();
        database = fresh().run(
                        "create table users (id bigint primary key, name varchar(100), mail varchar(100))",
                        "insert into users values (1, 'Ann Lee', 'a@x'), (2, 'Bob Ray', 'b@x')",
                        analyze());
        target = register(Map.of());
        revision = submit(1);
    }

    String analyze() {
        return "analyze table users";
    }

    @Test
    void anIdleTransactionIsTold() throws SQLException {
        assertThat(read("open-transactions").result()).isEqualTo(Result.PASS);
        target = register(Map.of("limits", Map.of("idle", "0s")));

        try (Connection other = database.connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.executeQuery("select * from users");

            Finding finding = read("open-transactions");
            assertThat(finding.result()).as(finding.evidence()).isEqualTo(Result.FAIL);
            assertThat(finding.evidence()).contains("has a transaction since", "idle since");
            assertThat(finding.stops()).isFalse();
            other.rollback();
        }
    }

    @Test
    void whatAnotherToolLeftStops() {
        assertThat(read("other-tools").result()).isEqualTo(Result.PASS);
        database.run("create table _users_gho (id bigint)");

        Finding finding = read("other-tools");

        assertThat(finding.result()).isEqualTo(Result.FAIL);
        assertThat(finding.evidence()).contains("_users_gho");
        assertThat(finding.stops()).isTrue();
    }

    @Test
    void aViewOfAColumnThatIsDroppedIsNamed() {
        assertThat(read("contract", "dependents").result()).isEqualTo(Result.PASS);
        database.run(
                "create view names as select id, name from users", "create view others as select id, mail from users");

        Finding finding = read("contract", "dependents");

        assertThat(finding.result()).as(finding.evidence()).isEqualTo(Result.FAIL);
        assertThat(finding.evidence())
                .contains("users.name: view", "names needs it")
                .doesNotContain("others");
        assertThat(read("dependents").evidence()).contains("drops and narrows no column");
    }

    @Test
    void anIndexOfAColumnThatIsDroppedGoesWithIt() {
        database.run("create index by_name on users (name)");

        assertThat(read("contract", "dependents").evidence()).contains("index by_name goes with it");
    }

    @Test
    void applicationsAreListed() throws SQLException {
        try (Connection other = database.connect();
                Statement statement = other.createStatement()) {
            statement.executeQuery("select 1");

            Finding finding = read("applications");
            assertThat(finding.result()).as(finding.evidence()).isEqualTo(Result.PASS);
            assertThat(finding.evidence()).contains("Connected: ", " of " + database.username() + ", 1 session");
        }
    }

    @Test
    void aBackupIsKnownByAQuery() {
        assertThat(read("backup-fresh").result()).as("nobody asks for one").isEqualTo(Result.UNKNOWN);
        assertThat(read("backup-fresh").stops()).isFalse();

        target = register(Map.of("backup", Map.of("sql", backupOf(Duration.ofHours(2)), "maxAge", "3h")));
        assertThat(read("backup-fresh").result())
                .as(read("backup-fresh").evidence())
                .isEqualTo(Result.PASS);

        target = register(Map.of("backup", Map.of("sql", backupOf(Duration.ofHours(4)), "maxAge", "3h")));
        Finding old = read("backup-fresh");
        assertThat(old.result()).isEqualTo(Result.FAIL);
        assertThat(old.evidence()).contains("it may be 3 h old");
        assertThat(old.stops()).isTrue();

        target = register(Map.of("backup", Map.of("sql", "select 'yesterday'")));
        assertThat(read("backup-fresh").result()).isEqualTo(Result.UNKNOWN);
        assertThat(read("backup-fresh").stops()).as("it was asked for").isTrue();

        target = register(Map.of("backup", Map.of("sql", "select taken from nowhere_at_all")));
        assertThat(read("backup-fresh").result()).isEqualTo(Result.UNKNOWN);
    }

    private static String backupOf(Duration age) {
        return "select '"
                + DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss")
                        .format(Instant.now().minus(age).atOffset(ZoneOffset.UTC))
                + "'";
    }

    @Test
    void aBackupIsKnownByAPage() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        String[] text = {Instant.now().minus(1, ChronoUnit.HOURS).toString()};
        server.createContext("/last", exchange -> {
            byte[] body = text[0].getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(text[0].isEmpty() ? 500 : 200, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try {
            String address = "http://127.0.0.1:" + server.getAddress().getPort() + "/last";
            target = register(Map.of("backup", Map.of("http", address, "maxAge", "2h")));
            assertThat(read("backup-fresh").result())
                    .as(read("backup-fresh").evidence())
                    .isEqualTo(Result.PASS);

            text[0] = Instant.now().minus(3, ChronoUnit.HOURS).toString();
            assertThat(read("backup-fresh").result()).isEqualTo(Result.FAIL);

            text[0] = "";
            assertThat(read("backup-fresh").result()).isEqualTo(Result.UNKNOWN);
            assertThat(read("backup-fresh").evidence()).contains("answered 500");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void aBackupIsAttestedWithALink() {
        target = register(Map.of("backup", Map.of("attest", true, "maxAge", "1d")));
        assertThat(read("backup-fresh").result()).isEqualTo(Result.FAIL);

        URI link = URI.create("https://backups.example/shop/17");
        Attestation fresh = new Attestation("backup-fresh", link, Instant.now().minus(1, ChronoUnit.HOURS));
        Finding attested = read("expand", "backup-fresh", new Given(Set.of(), List.of(fresh), null));
        assertThat(attested.result()).isEqualTo(Result.PASS);
        assertThat(attested.evidence()).contains("https://backups.example/shop/17");

        Attestation old = new Attestation("backup-fresh", link, Instant.now().minus(2, ChronoUnit.DAYS));
        assertThat(read("expand", "backup-fresh", new Given(Set.of(), List.of(old), null))
                        .result())
                .isEqualTo(Result.FAIL);
        Attestation next = new Attestation("backup-fresh", link, Instant.now().plus(2, ChronoUnit.DAYS));
        assertThat(read("expand", "backup-fresh", new Given(Set.of(), List.of(next), null))
                        .result())
                .isEqualTo(Result.UNKNOWN);
    }

    @Test
    void theDiskIsKnownByAProbeOnly() {
        Finding untold = read("disk-free");
        assertThat(untold.result()).isEqualTo(Result.UNKNOWN);
        assertThat(untold.advice()).contains("policy.freeDisk.sql");
        assertThat(untold.stops()).isFalse();

        target = register(Map.of("freeDisk", Map.of("sql", "select 999999999999", "min", "1GiB")));
        assertThat(read("disk-free").result()).as(read("disk-free").evidence()).isEqualTo(Result.PASS);

        target = register(Map.of("freeDisk", Map.of("sql", "select 1000", "min", "1GiB")));
        assertThat(read("disk-free").result()).isEqualTo(Result.FAIL);
        assertThat(read("disk-free").evidence()).contains("1000 bytes free", "1073741824");

        target = register(Map.of("freeDisk", Map.of("sql", "select 'much'")));
        assertThat(read("disk-free").result()).isEqualTo(Result.UNKNOWN);
    }

    @Test
    void howLongItTakesIsKnownAfterTheFirstRun() {
        Finding before = read("backfill", "duration-known");
        assertThat(before.result()).isEqualTo(Result.UNKNOWN);
        assertThat(before.evidence()).contains("users has about 2 rows", "no backfill has succeeded");

        ranBefore(100);
        Finding after = read("backfill", "duration-known");
        assertThat(after.result()).as(after.evidence()).isEqualTo(Result.PASS);
        assertThat(after.evidence()).contains("at 10 rows a second");
    }

    @Test
    void aLaunchIsAllowedInsideAWindowOnly() {
        assertThat(read("in-window").result()).isEqualTo(Result.PASS);
        assertThat(read("fits-window").result()).isEqualTo(Result.PASS);

        target = register(Map.of(), window(Duration.ofHours(-1), Duration.ofHours(1)));
        assertThat(read("in-window").result()).isEqualTo(Result.PASS);
        assertThat(read("fits-window").result()).as("nothing is walked").isEqualTo(Result.PASS);
        assertThat(read("backfill", "fits-window").result()).as("no rate yet").isEqualTo(Result.UNKNOWN);

        target = register(Map.of(), window(Duration.ofHours(2), Duration.ofHours(4)));
        Finding closed = read("in-window");
        assertThat(closed.result()).isEqualTo(Result.FAIL);
        assertThat(closed.stops()).isTrue();
        assertThat(closed.advice()).contains("The next one opens at ");
        Given later = new Given(Set.of(), List.of(), Instant.now().plus(3, ChronoUnit.HOURS));
        assertThat(read("expand", "in-window", later).result()).isEqualTo(Result.PASS);
    }

    @Test
    void whatTakesLongerThanTheWindowDoesNotFit() {
        target = register(Map.of(), window(Duration.ofHours(-1), Duration.ofHours(3)));
        ranBefore(100);
        assertThat(read("backfill", "fits-window").result()).isEqualTo(Result.PASS);

        ranBefore(0.000001);
        Finding finding = read("backfill", "fits-window");
        assertThat(finding.result()).as(finding.evidence()).isEqualTo(Result.FAIL);
        assertThat(finding.evidence()).contains("the window closes at");
    }

    private static String window(Duration from, Duration to) {
        DateTimeFormatter minutes = DateTimeFormatter.ofPattern("HH:mm");
        Instant now = Instant.now();
        return minutes.format(now.plus(from).atOffset(ZoneOffset.UTC)) + "-"
                + minutes.format(now.plus(to).atOffset(ZoneOffset.UTC)) + " UTC";
    }

    @Test
    void theSameRevisionMustHaveSucceededOnTheEnvironmentBefore() {
        target = register(Map.of("after", "staging"));
        Finding open = read("done-before");
        assertThat(open.result()).isEqualTo(Result.FAIL);
        assertThat(open.evidence()).contains("has not succeeded in staging");
        assertThat(open.stops()).isTrue();

        run("elsewhere", "staging");
        assertThat(read("done-before").result()).isEqualTo(Result.PASS);
    }

    @Test
    void theTablesAreAsTheyWereReviewed() {
        assertThat(read("schema-as-reviewed").result()).as("nobody has").isEqualTo(Result.UNKNOWN);
        approve();
        assertThat(read("schema-as-reviewed").result())
                .as(read("schema-as-reviewed").evidence())
                .isEqualTo(Result.PASS);

        database.run("alter table users add column first_name varchar(100)");
        assertThat(read("schema-as-reviewed").result()).as("the plan adds it").isEqualTo(Result.PASS);

        database.run("alter table users add column phone varchar(20)", "create index by_mail on users (mail)");
        Finding changed = read("schema-as-reviewed");
        assertThat(changed.result()).isEqualTo(Result.FAIL);
        assertThat(changed.evidence()).contains("column phone of users is new", "index by_mail of users is new");
        assertThat(changed.advice()).isNotBlank();

        approve();
        assertThat(read("schema-as-reviewed").result()).as("read again").isEqualTo(Result.PASS);
    }

    @Test
    void aReplicaThatIsNoneOrDoesNotAnswerIsTold() {
        assertThat(read("replicas-healthy").result()).isEqualTo(Result.PASS);

        target = register(Map.of(), List.of(), List.of(database.url()));
        Finding none = read("replicas-healthy");
        assertThat(none.result()).as(none.evidence()).isEqualTo(Result.FAIL);
        assertThat(none.evidence()).contains("It is no replica");

        target = register(Map.of(), List.of(), List.of(database.url().replaceFirst(":\\d+/", ":1/")));
        assertThat(read("replicas-healthy").result()).isEqualTo(Result.FAIL);
    }

    @Test
    void theEngineSaysWhatItHasNot() {
        for (String id : List.of("log-healthy", "vacuum-healthy", "indexes-valid", "row-level-security")) {
            Finding finding = read(id);
            assertThat(finding.result()).as("%s: %s", id, finding.evidence()).isEqualTo(Result.PASS);
            assertThat(finding.evidence()).as(id).isNotBlank();
        }
    }

    /** A walk as the store keeps it: that many rows in ten seconds. Carrying one out is not what this is about. */
    void ranBefore(double rowsInTenSeconds) {
        long run = run(target.name(), "prod");
        long seconds = rowsInTenSeconds < 1 ? Math.round(10 / rowsInTenSeconds) : 10;
        store.sql("insert into run_phases (run, phase, ordinal, state) values (:run, 'backfill', 0, 'succeeded')")
                .param("run", run)
                .update();
        store.sql(
                        """
                        insert into run_steps (run, phase, index, name, kind, state, sql, lock, rows, started_at, ended_at)
                        values (:run, 'backfill', 0, 'n', 'backfill', 'succeeded', '', '', :rows, now() - :seconds * interval '1 s', now())
                        """)
                .param("run", run)
                .param("rows", Math.max(1, Math.round(rowsInTenSeconds)))
                .param("seconds", seconds)
                .update();
    }

    private long run(String on, String environment) {
        return store.sql(
                        """
                        insert into runs (migration, revision, title, digest, target, environment, state, phases, resolved,
                                          launched_by, ended_at)
                        values (:migration, :revision, 't', :digest, :target, :environment, 'succeeded', '[]', '{}', 'cyd', now())
                        returning id
                        """)
                .param("migration", revision.migration())
                .param("revision", revision.number())
                .param("digest", revision.digest())
                .param("target", on)
                .param("environment", environment)
                .query(Long.class)
                .single();
    }

    Finding read(String check) {
        return read("expand", check);
    }

    Finding read(String phase, String check) {
        return read(phase, check, Given.NOTHING);
    }

    Finding read(String phase, String check, Given given) {
        return find(new Boards.Question(revision, target, phase, null, null, null, given), check);
    }

    /** At the gate of a run whose phase before ended then. */
    Finding atGate(String phase, String check, Instant endedBefore) {
        return find(
                new Boards.Question(
                        revision, target, phase, 7L, reviews.resolve(revision, target), endedBefore, Given.NOTHING),
                check);
    }

    private Finding find(Boards.Question question, String check) {
        return boards.read(question).checks().stream()
                .filter(finding -> finding.id().equals(check))
                .findFirst()
                .orElseThrow();
    }

    void approve() {
        reviews.approve(revision.migration(), revision.number(), revision.digest(), target.name(), null, "", BOB);
    }

    Target register(Map<String, Object> policy, String... windows) {
        return register(policy, List.of(windows), List.of());
    }

    Target register(Map<String, Object> policy, List<String> windows, List<String> replicas) {
        return register(database, policy, windows, replicas);
    }

    Target register(Database as, Map<String, Object> policy, List<String> windows, List<String> replicas) {
        return targets.register(
                new TargetSpec(
                        "live-" + engine() + "-" + number + "-" + COUNT.incrementAndGet(),
                        engine(),
                        as.url(),
                        as.username(),
                        as.password(),
                        null,
                        "prod",
                        null,
                        replicas,
                        windows,
                        policy),
                ADMIN);
    }

    private Revision submit(int version) {
        return migrations
                .submit(
                        """
                        migration: live-%s-%d
                        engine: %s
                        description: v%d
                        phases:
                          - phase: expand
                            steps:
                              - addColumn: {table: users, column: first_name, type: varchar(100)}
                          - phase: backfill
                            gate: {launch: manual}
                            steps:
                              - backfill: {table: users, set: {first_name: "upper(name)"}}
                          - phase: contract
                            gate: {launch: manual}
                            steps:
                              - dropColumn: {table: users, column: name}
                        """
                                .formatted(engine(), number, engine(), version),
                        ANN)
                .revision();
    }

    static Person person(long id, String name, Role role) {
        return new Person(id, name, List.of(new Grant(role, null, null)), null, null);
    }
}

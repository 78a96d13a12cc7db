package dev.lockkeeper.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.Failure;
import dev.lockkeeper.catalog.Approvals;
import dev.lockkeeper.catalog.Migrations;
import dev.lockkeeper.catalog.Policies;
import dev.lockkeeper.catalog.Revision;
import dev.lockkeeper.check.Finding.Result;
import dev.lockkeeper.plan.Engine;
import dev.lockkeeper.security.Grant;
import dev.lockkeeper.security.Person;
import dev.lockkeeper.security.Role;
import dev.lockkeeper.target.Target;
import dev.lockkeeper.target.TargetSession;
import dev.lockkeeper.target.TargetSpec;
import dev.lockkeeper.target.Targets;
import dev.lockkeeper.testing.Databases;
import dev.lockkeeper.testing.Databases.Database;
import dev.lockkeeper.testing.LockkeeperTest;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Each check, with a target on which it passes and one on which it does not. */
@LockkeeperTest
class BoardTest {

    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final Person ADMIN = person(100, "root", Role.ADMIN);
    private static final Person ANN = person(101, "ann", Role.AUTHOR);
    private static final Person BOB = person(102, "bob", Role.APPROVER);

    @Autowired
    private Migrations migrations;

    @Autowired
    private Targets targets;

    @Autowired
    private Reviews reviews;

    @Autowired
    private Approvals approvals;

    @Autowired
    private Policies policies;

    @Autowired
    private Boards boards;

    @Autowired
    private JdbcClient store;

    private final int number = COUNT.incrementAndGet();
    private Database database;
    private Target target;
    private Revision revision;

    /** Whose user is not there has no voice. */
    @BeforeEach
    void anApproverWithTheRole() {
        store.sql(
                        """
                        insert into users (id, username) overriding system value values (102, 'bob') on conflict do nothing;
                        insert into grants (user_id, role) values (102, 'approver') on conflict do nothing""")
                .update();
    }

    @BeforeEach
    void aTableWithItsTarget() {
        database = Databases.fresh("board")
                .run("create table users (id bigint primary key, other bigint not null unique, name text)");
        target = register("shop", database.url(), database.username());
        revision = submit("split", "");
    }

    @Test
    void everythingPassesOnceItIsApproved() {
        approve(null);

        Board board = read("expand");

        assertThat(board.checks())
                .as("%s", board.checks())
                .filteredOn(finding -> finding.result() != Result.PASS)
                .as("what nobody but a policy can tell")
                .extracting(Finding::id)
                .containsExactlyInAnyOrder("disk-free", "backup-fresh", "duration-known");
        assertThat(board.go()).isTrue();
        assertThat(board.checks())
                .extracting(Finding::id)
                .doesNotHaveDuplicates()
                .startsWith("target-reachable");
        assertThat(board.checks())
                .allMatch(finding -> !finding.evidence().isBlank()
                        && finding.advice().isEmpty() == (finding.result() == Result.PASS));
    }

    @Test
    void aTargetThatIsDownFailsAndLeavesTheRestUnknown() {
        approve(null);
        target = register("down", "jdbc:postgresql://localhost:1/shop", "postgres");

        Board board = read("expand");

        assertThat(find(board, "target-reachable").result()).isEqualTo(Result.FAIL);
        assertThat(find(board, "target-reachable").advice()).isNotBlank();
        for (String id : List.of(
                "target-writable",
                "target-privileges",
                "plan-resolves",
                "phase-approved",
                "no-conflict",
                "table-key",
                "row-level-security",
                "long-transactions",
                "schema-as-reviewed",
                "open-transactions",
                "locks-held",
                "other-tools",
                "replicas-healthy",
                "log-healthy",
                "vacuum-healthy",
                "disk-free",
                "duration-known",
                "applications",
                "indexes-valid")) {
            assertThat(find(board, id).result()).as(id).isEqualTo(Result.UNKNOWN);
            assertThat(find(board, id).evidence())
                    .as(id)
                    .isEqualTo(find(board, "target-reachable").evidence());
        }
        assertThat(find(board, "engine-fits").result()).isEqualTo(Result.PASS);
        assertThat(find(board, "requirements-done").result()).isEqualTo(Result.PASS);
        assertThat(board.verdict()).isEqualTo("no-go");
    }

    @Test
    void aLoginThatIsRefusedIsNotReachable() {
        target = register("stranger", database.url(), "nobody_of_that_name");

        Finding finding = find(read("expand"), "target-reachable");

        assertThat(finding.result()).isEqualTo(Result.FAIL);
        assertThat(finding.evidence()).contains("nobody_of_that_name");
    }

    @Test
    void aReadOnlyLoginIsNotWritable() {
        String role = role("reader");
        database.run("alter role " + role + " set default_transaction_read_only = on");
        target = register("reader", database.url(), role);

        assertThat(find(read("expand"), "target-writable").result()).isEqualTo(Result.FAIL);
    }

    @Test
    void aPrivilegeThatThePhaseNeedsIsMissing() {
        target = register("poor", database.url(), role("poor"));

        Finding finding = find(read("expand"), "target-privileges");

        assertThat(finding.result()).isEqualTo(Result.FAIL);
        assertThat(finding.evidence()).contains("alter users", "keep the ledger");
        assertThat(finding.advice()).contains("grant ");
    }

    @Test
    void aPrivilegeThatThePhaseDoesNotNeedStopsNothing() {
        String owner = role("owner");
        database.run(
                "alter table users owner to " + owner,
                "grant usage, create on schema public to " + owner,
                "do $$ begin execute format('grant create on database %I to " + owner
                        + "', current_database()); end $$",
                "create table of_others (id int primary key)");
        target = register("owner", database.url(), owner);

        Finding finding = find(read("expand"), "target-privileges");

        assertThat(finding.result()).as(finding.evidence()).isEqualTo(Result.PASS);
        assertThat(finding.evidence()).contains("Missing for other things");
    }

    @Test
    void aMigrationForAnotherEngineDoesNotFit() {
        target = new Target(
                target.id(),
                target.name(),
                Engine.MYSQL,
                // Nobody listens there: that the engine is another does not need the target's word.
                "jdbc:mysql://localhost:1/shop",
                target.username(),
                null,
                "prod",
                null,
                List.of(),
                List.of(),
                target.policy());

        Finding finding = find(read("expand"), "engine-fits");

        assertThat(finding.result()).isEqualTo(Result.FAIL);
        assertThat(finding.evidence()).contains("postgresql", "mysql");
    }

    @Test
    void aMissingTableIsNamed() {
        database.run("drop table users");

        Board board = read("expand");

        assertThat(find(board, "plan-resolves").result()).isEqualTo(Result.FAIL);
        assertThat(find(board, "plan-resolves").evidence()).contains("users");
        assertThat(find(board, "phase-approved").result()).isEqualTo(Result.UNKNOWN);
        assertThat(find(board, "table-key").result()).isEqualTo(Result.UNKNOWN);
    }

    @Test
    void nobodyHasApproved() {
        Finding finding = find(read("expand"), "phase-approved");

        assertThat(finding.result()).isEqualTo(Result.FAIL);
        assertThat(finding.evidence()).startsWith("Nobody has approved");
    }

    @Test
    void aChangedKeyVoidsTheApprovalOfThePhasesThatUseIt() {
        approve(null);
        database.run("alter table users drop constraint users_pkey", "alter table users add primary key (other)");

        Finding finding = find(read("backfill"), "phase-approved");

        assertThat(finding.result()).isEqualTo(Result.FAIL);
        assertThat(finding.evidence()).contains("void");
    }

    @Test
    void theStatementsOfARunAreWhatMustBeApproved() {
        approve(null);
        var frozen = reviews.resolve(revision, target);
        database.run("alter table users drop constraint users_pkey", "alter table users add primary key (other)");

        Board board =
                boards.read(new Boards.Question(revision, target, "backfill", 7L, frozen, Instant.now(), Set.of()));

        assertThat(find(board, "phase-approved").result()).isEqualTo(Result.PASS);
        assertThat(find(board, "plan-resolves").evidence()).contains("at the launch of the run");
    }

    @Test
    void aWithdrawnApprovalCountsNoLonger() {
        approvals.withdraw(approve(null), BOB);

        assertThat(find(read("expand"), "phase-approved").evidence()).contains("withdrawn");
    }

    @Test
    void contractNeedsAnApprovalOfItsOwn() {
        approve(null);
        assertThat(find(read("contract"), "phase-approved").result()).isEqualTo(Result.FAIL);

        approve("contract");
        assertThat(find(read("contract"), "phase-approved").result()).isEqualTo(Result.PASS);
    }

    @Test
    void whatIsRequiredMustHaveSucceededOnTheSameTarget() {
        Revision before = revision;
        Target elsewhere = register("elsewhere", database.url(), database.username());
        revision = submit("needs", "requires: [" + before.migration() + "]");
        run(before, elsewhere, "succeeded");
        run(before, target, "running");
        Finding open = find(read("expand"), "requirements-done");
        assertThat(open.result()).isEqualTo(Result.FAIL);
        assertThat(open.evidence()).contains(before.migration(), target.name());
        assertThat(open.blocking()).isTrue();

        run(before, target, "succeeded");

        assertThat(find(read("expand"), "requirements-done").result()).isEqualTo(Result.PASS);
    }

    /** A run as the store keeps it; carrying one out is not what this is about. */
    private void run(Revision of, Target on, String state) {
        store.sql(
                        """
                        insert into runs (migration, revision, title, digest, target, environment, state, phases, resolved,
                                          launched_by, ended_at)
                        values (:migration, :revision, 't', :digest, :target, 'prod', :state, '[]', '{}', 'cyd',
                                case when :state = 'succeeded' then now() end)
                        """)
                .param("migration", of.migration())
                .param("revision", of.number())
                .param("digest", of.digest())
                .param("target", on.name())
                .param("state", state)
                .update();
    }

    @Test
    void theSoakTimeCountsFromTheEndOfThePhaseBefore() {
        assertThat(soak(Instant.now().minus(Duration.ofHours(49))).result()).isEqualTo(Result.PASS);
        assertThat(soak(Instant.now().minus(Duration.ofHours(47))).result()).isEqualTo(Result.FAIL);
        assertThat(soak(Instant.now().minus(Duration.ofHours(47))).evidence())
                .contains("2 d of soak")
                .as("in the form that pages show in the reader's own time")
                .containsPattern("that is \\d{4}-\\d{2}-\\d{2} \\d{2}:\\d{2}:\\d{2} UTC\\.");
        assertThat(soak(null).evidence()).isEqualTo("The phase before has not ended.");
    }

    @Test
    void everySentenceOfTheChecklistIsConfirmed() {
        assertThat(checklist(Set.of()).evidence()).isEqualTo("Not confirmed: Reports moved; 5.2 is out.");
        assertThat(checklist(Set.of("Reports moved")).result()).isEqualTo(Result.FAIL);
        assertThat(checklist(Set.of("Reports moved", "5.2 is out")).result()).isEqualTo(Result.PASS);
    }

    @Test
    void aColumnInAnotherFormIsAConflict() {
        database.run("alter table users add column first_name integer");

        Finding finding = find(read("expand"), "no-conflict");

        assertThat(finding.result()).isEqualTo(Result.FAIL);
        assertThat(finding.evidence()).contains("first_name", "integer");
    }

    @Test
    void aTableWithoutAKeyIsWalkedOnlyWhileASyncStands() {
        database.run(
                "alter table users drop constraint users_pkey",
                "alter table users drop constraint users_other_key",
                "create unique index of_nullable on users (name)");

        Finding finding = find(read("expand"), "table-key");

        assertThat(finding.result()).isEqualTo(Result.PASS);
        assertThat(finding.evidence()).isEqualTo("Walked by users (no key: by blocks).");
        assertThat(find(read("expand"), "plan-resolves").result()).isEqualTo(Result.PASS);

        revision = migrations
                .submit(
                        """
                migration: bare-%d
                engine: postgresql
                phases:
                  - phase: expand
                    steps:
                      - backfill: {table: users, set: {name: upper(name)}}
                """
                                .formatted(number),
                        ANN)
                .revision();
        Finding bare = find(read("expand"), "table-key");

        assertThat(bare.result()).isEqualTo(Result.FAIL);
        assertThat(bare.evidence()).startsWith("No key: users: ").contains("a keepInSync of the table");
        assertThat(find(read("expand"), "plan-resolves").result()).isEqualTo(Result.FAIL);
    }

    @Test
    void aTableThatThePlanCreatesHasTheKeyThatItIsGiven() {
        revision = migrations
                .submit(
                        """
                migration: makes-%d
                engine: postgresql
                phases:
                  - phase: expand
                    steps:
                      - createTable: {table: notes, columns: [{name: id, type: bigint, nullable: false}, {name: t, type: text}], primaryKey: [id]}
                  - phase: backfill
                    steps:
                      - backfill: {table: notes, set: {t: "'x'"}}
                """
                                .formatted(number),
                        ANN)
                .revision();

        assertThat(find(read("expand"), "table-key").evidence()).contains("notes (id)");
    }

    @Test
    void policiesThatHideRowsStopABackfill() {
        String owner = role("hidden");
        database.run("alter table users owner to " + owner, "alter table users enable row level security");
        target = register("hidden", database.url(), owner);
        assertThat(find(read("expand"), "row-level-security").result())
                .as("an owner is not filtered")
                .isEqualTo(Result.PASS);

        database.run("alter table users force row level security");
        Finding finding = find(read("expand"), "row-level-security");

        assertThat(finding.result()).isEqualTo(Result.FAIL);
        assertThat(finding.evidence()).contains("users", owner);
        assertThat(finding.blocking()).isTrue();
    }

    @Test
    void aSessionOnTheTableIsTold() throws SQLException {
        try (Connection other = database.connect();
                var statement = other.createStatement();
                TargetSession session = targets.open(target, "lockkeeper test")) {
            other.setAutoCommit(false);
            statement.execute("select * from users");
            Launch launch = launch(session);

            Finding told = new LongTransactions(Duration.ZERO).ask(launch);
            assertThat(told.result()).isEqualTo(Result.FAIL);
            assertThat(told.evidence()).contains("users: session ", "idle in transaction");
            assertThat(told.stops()).isFalse();
            assertThat(new LongTransactions().ask(launch).result())
                    .as("it is not old enough")
                    .isEqualTo(Result.PASS);
            other.rollback();
        }
    }

    @Test
    void anIndexThatWasLeftBehindIsTold() {
        database.run("insert into users values (1, 1, 'same'), (2, 2, 'same')");
        assertThatThrownBy(() -> database.run("create unique index concurrently left_behind on users (name)"))
                .isInstanceOf(IllegalStateException.class);

        Finding finding = find(read("expand"), "indexes-valid");

        assertThat(finding.result()).isEqualTo(Result.FAIL);
        assertThat(finding.evidence()).isEqualTo("Invalid: left_behind on users.");
        assertThat(finding.stops()).isFalse();
    }

    @Test
    void aCheckThatBreaksIsUnknownAndStopsWhenItBlocks() {
        Boards broken = new Boards(List.of(new Broken()), targets, reviews, approvals, policies, Clock.systemUTC());

        Board board = broken.read(new Boards.Question(revision, target, "expand", null, null, null, Set.of()));

        assertThat(board.checks()).singleElement().satisfies(finding -> {
            assertThat(finding.result()).isEqualTo(Result.UNKNOWN);
            assertThat(finding.evidence())
                    .contains("UnsupportedOperationException")
                    .doesNotContain("secret");
            assertThat(finding.stops()).isTrue();
        });
    }

    private record Broken(String id, String title, boolean blocking) implements Check {
        Broken() {
            this("broken", "It breaks", true);
        }

        @Override
        public Finding ask(Launch launch) {
            throw new UnsupportedOperationException("a secret may be in here");
        }
    }

    @Test
    void aPhaseThatThePlanDoesNotHaveIsNotFound() {
        assertThatThrownBy(() -> read("nowhere")).isInstanceOf(Failure.class).hasMessageContaining("nowhere");
    }

    private Launch launch(TargetSession session) {
        return new Launch(
                revision,
                target,
                revision.plan().phases().getFirst(),
                null,
                session,
                null,
                null,
                null,
                false,
                null,
                List.of(),
                null,
                List.of(),
                Given.NOTHING,
                Instant.now());
    }

    private Finding soak(@Nullable Instant ended) {
        Board board = boards.read(new Boards.Question(revision, target, "contract", null, null, ended, Set.of()));
        return find(board, "gate-soaked");
    }

    private Finding checklist(Set<String> confirmed) {
        Board board = boards.read(new Boards.Question(revision, target, "contract", null, null, null, confirmed));
        return find(board, "checklist-confirmed");
    }

    private Board read(String phase) {
        return boards.read(new Boards.Question(revision, target, phase, null, null, null, Set.of()));
    }

    private static Finding find(Board board, String id) {
        return board.checks().stream()
                .filter(finding -> finding.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private java.util.UUID approve(@Nullable String phase) {
        return reviews.approve(
                        revision.migration(), revision.number(), revision.digest(), target.name(), phase, "", BOB)
                .id();
    }

    private Target register(String name, String url, String username) {
        return targets.register(
                new TargetSpec(
                        name + "-" + number,
                        "postgresql",
                        url,
                        username,
                        "postgres",
                        null,
                        "prod",
                        null,
                        null,
                        null,
                        null),
                ADMIN);
    }

    /** Roles are of the whole server, which the tests share. */
    private String role(String name) {
        String role = name + "_" + number;
        database.run("drop role if exists " + role, "create role " + role + " login");
        return role;
    }

    private Revision submit(String id, String more) {
        return migrations
                .submit(
                        """
                        migration: %s-%d
                        engine: postgresql
                        %s
                        phases:
                          - phase: expand
                            steps:
                              - addColumn: {table: users, column: first_name, type: text}
                              - keepInSync:
                                  table: users
                                  set: {first_name: "split_part(name, ' ', 1)"}
                          - phase: backfill
                            gate: {approval: none}
                            steps:
                              - backfill: {table: users, set: sync}
                          - phase: contract
                            gate: {soak: 48h, approval: required, checklist: [Reports moved, 5.2 is out]}
                            steps:
                              - stopSync: {table: users}
                              - dropColumn: {table: users, column: name}
                        """
                                .formatted(id, number, more),
                        ANN)
                .revision();
    }

    private static Person person(long id, String name, Role role) {
        return new Person(id, name, List.of(new Grant(role, null, null)), null, null);
    }
}

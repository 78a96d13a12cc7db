package dev.lockkeeper.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.Failure;
import dev.lockkeeper.catalog.Migrations;
import dev.lockkeeper.catalog.Policies;
import dev.lockkeeper.catalog.Revision;
import dev.lockkeeper.check.Finding.Result;
import dev.lockkeeper.security.Grant;
import dev.lockkeeper.security.Person;
import dev.lockkeeper.security.Role;
import dev.lockkeeper.target.Target;
import dev.lockkeeper.target.TargetSpec;
import dev.lockkeeper.target.Targets;
import dev.lockkeeper.testing.Databases;
import dev.lockkeeper.testing.Databases.Database;
import dev.lockkeeper.testing.LockkeeperTest;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What an environment's policy makes of checks, and which of them hold a phase that begins later. */
@LockkeeperTest
class BoardLevelsTest {

    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final Person ADMIN = person(100, "root", Role.ADMIN);
    private static final Person ANN = person(101, "ann", Role.AUTHOR);

    @Autowired
    private Migrations migrations;

    @Autowired
    private Targets targets;

    @Autowired
    private Policies policies;

    @Autowired
    private Boards boards;

    @Autowired
    private JdbcClient store;

    private final int number = COUNT.incrementAndGet();
    private final String environment = "levels-" + number;
    private Database database;
    private Target target;
    private Revision revision;

    @BeforeEach
    void aLoginThatOnlyReads() {
        String reader = "levels_reader_" + number;
        database = Databases.fresh("levels")
                .run(
                        "create table users (id bigint primary key)",
                        "drop role if exists " + reader,
                        "create role " + reader + " login",
                        "alter role " + reader + " set default_transaction_read_only = on");
        target = register("read", database.url(), reader, List.of());
        revision = migrations
                .submit(
                        """
                        migration: levels-%d
                        engine: postgresql
                        phases:
                          - phase: expand
                            steps: [addColumn: {table: users, column: n, type: int}]
                        """
                                .formatted(number),
                        ANN)
                .revision();
    }

    @Test
    void aCheckThatIsOffIsNotAsked() {
        assertThat(find("target-writable")).isPresent();

        policy("target-writable: off");

        assertThat(find("target-writable")).isEmpty();
        assertThat(find("target-privileges")).as("others are").isPresent();
    }

    @Test
    void anAdvisoryCheckFailsAndStopsNothing() {
        assertThat(find("target-writable"))
                .hasValueSatisfying(finding -> assertThat(finding.stops()).isTrue());

        policy("target-writable: advisory");

        assertThat(find("target-writable")).hasValueSatisfying(finding -> {
            assertThat(finding.result()).isEqualTo(Result.FAIL);
            assertThat(finding.stops()).isFalse();
        });
    }

    @Test
    void aBlockingCheckStopsAlsoWhereItOnlyAdvisesAsShipped() {
        assertThat(find("backup-fresh")).hasValueSatisfying(finding -> {
            assertThat(finding.result()).isNotEqualTo(Result.PASS);
            assertThat(finding.stops()).isFalse();
        });

        policy("backup-fresh: blocking");

        assertThat(find("backup-fresh"))
                .hasValueSatisfying(finding -> assertThat(finding.stops()).isTrue());
    }

    /** No policy says so, but one may lie in the store that is older than the rule. */
    @Test
    void whatNeverBendsIsNotSetLower() {
        for (String check : Boards.UNBENDING) {
            assertThatThrownBy(() -> policy(check + ": advisory")).as(check).isInstanceOf(Failure.class);
        }
        policy("target-writable: off");
        store.sql(
                        """
                        insert into policies (environment, body, digest, changed_by_id, changed_by)
                        select environment, jsonb_set(body, '{checks}', '{"phase-approved": "off", "plan-resolves": "advisory"}'),
                               'x', 1, 'root'
                        from policies where environment = :environment
                        """)
                .param("environment", environment)
                .update();

        assertThat(policies.of(environment).checks()).containsKeys("phase-approved", "plan-resolves");
        assertThat(find("phase-approved"))
                .hasValueSatisfying(finding -> assertThat(finding.stops()).isTrue());
        assertThat(find("plan-resolves"))
                .hasValueSatisfying(finding -> assertThat(finding.blocking()).isTrue());
    }

    @Test
    void theLevelsOfAnotherEnvironmentDoNotCount() {
        policies.set("other-" + environment, "checks: {target-writable: off}", ADMIN);

        assertThat(find("target-writable")).isPresent();
    }

    @Test
    void aPhaseDoesNotBeginWhereNothingCanBeWritten() {
        assertThat(holding()).contains("target-writable", "target-privileges");

        policy("target-writable: advisory, target-privileges: off");

        assertThat(holding()).isEmpty();
    }

    @Test
    void aPhaseDoesNotBeginOutsideTheWindow() {
        DateTimeFormatter minutes = DateTimeFormatter.ofPattern("HH:mm");
        LocalTime now = LocalTime.now(ZoneOffset.UTC);
        String closed = minutes.format(now.plusHours(2)) + "-" + minutes.format(now.plusHours(3)) + " UTC";
        target = register("closed", database.url(), database.username(), List.of(closed));
        assertThat(holding()).containsExactly("in-window");

        policy("in-window: advisory");

        assertThat(holding()).isEmpty();
    }

    @Test
    void aTargetThatDoesNotAnswerIsTriedAgainByTheEngine() {
        target = register("down", "jdbc:postgresql://localhost:1/shop", "postgres", List.of());

        assertThat(holding()).isEmpty();
    }

    private List<String> holding() {
        return boards.atBeginning(question()).stream().map(Finding::id).toList();
    }

    private Optional<Finding> find(String check) {
        return boards.read(question()).checks().stream()
                .filter(finding -> finding.id().equals(check))
                .findFirst();
    }

    private Boards.Question question() {
        return new Boards.Question(revision, target, "expand", null, null, null, Set.of());
    }

    private void policy(String checks) {
        policies.set(environment, "checks: {" + checks + "}", ADMIN);
    }

    private Target register(String name, String url, String username, List<String> windows) {
        return targets.register(
                new TargetSpec(
                        "levels-" + name + "-" + number,
                        "postgresql",
                        url,
                        username,
                        "postgres",
                        null,
                        environment,
                        null,
                        null,
                        windows,
                        null),
                ADMIN);
    }

    private static Person person(long id, String name, Role role) {
        return new Person(id, name, List.of(new Grant(role, null, null)), null, null);
    }
}

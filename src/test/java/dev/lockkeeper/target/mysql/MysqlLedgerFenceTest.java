package dev.lockkeeper.target.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.target.JournalEntry;
import dev.lockkeeper.target.KeyRange;
import dev.lockkeeper.target.Lane;
import dev.lockkeeper.target.Statement;
import dev.lockkeeper.target.TargetSession;
import dev.lockkeeper.testing.Databases.Database;
import dev.lockkeeper.testing.MysqlDatabases;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two sessions of one run: one that fell asleep, and one that took the run up since. */
class MysqlLedgerFenceTest {

    private static final JournalEntry ENTRY = new JournalEntry(7, "expand/0", 0, "forward");

    private final Database database = MysqlDatabases.fresh("fence");
    private TargetSession asleep;
    private TargetSession owner;

    @BeforeEach
    void takenOver() {
        database.run(
                "create table things (id bigint primary key, n int not null default 0)",
                "insert into things (id) values (1)");
        asleep = Given.open(database);
        owner = Given.open(database);
        asleep.ledger().install();
        asleep.ledger().open(7, "digest", "here", false, 1);
        asleep.ledger().plan(7, "expand/1", List.of(new KeyRange(null, List.of("9"))));
        asleep.ledger().takeOver(7, "expand/1", 0, 1, "asleep");
        owner.ledger().open(7, "digest", "here", true, 2);
    }

    @AfterEach
    void close() {
        asleep.close();
        owner.close();
    }

    private static void fenced(ThrowingCallable work) {
        assertThatThrownBy(work).isInstanceOfSatisfying(Failure.class, failure -> assertThat(failure.code())
                .isEqualTo(Code.FENCED));
    }

    @Test
    void whoIsOlderChangesNothingOfTheRun() {
        owner.ledger().intend(ENTRY);
        fenced(() -> asleep.ledger().done(ENTRY));
        fenced(() -> asleep.ledger().forget(7, "expand/0", "forward"));
        fenced(() -> asleep.ledger().remember(7, "rows", "9"));
        fenced(() -> asleep.ledger().clearLanes(7, "expand/1"));
        fenced(() -> asleep.ledger().plan(7, "expand/2", List.of(new KeyRange(null, List.of("9")))));
        assertThat(owner.ledger().journal(ENTRY)).isEqualTo(Optional.of("intent"));
        assertThat(owner.ledger().recall(7, "rows")).isEmpty();
        assertThat(owner.ledger().lanes(7, "expand/1")).hasSize(1);
        assertThat(owner.ledger().lanes(7, "expand/2")).isEmpty();
    }

    @Test
    void aStatementOfTheOlderIsTakenBackWithItsTransaction() {
        Statement count =
                new Statement("update things set n = n + 1", Statement.Mode.TRANSACTION, null, TableLocks.UNKNOWN);
        fenced(() -> asleep.execute(count, Duration.ofSeconds(1), null, ENTRY));
        assertThat(database.ask("select n from things")).isEqualTo("0");
        owner.execute(count, Duration.ofSeconds(1), null, ENTRY);
        assertThat(database.ask("select n from things")).isEqualTo("1");
        assertThat(owner.ledger().journal(ENTRY)).isEqualTo(Optional.of("done"));
    }

    @Test
    void whoHasTheRunEndsTheSessionOfWhoFellAsleepAndWithItItsDdl() {
        try (MysqlSession sleeper = Given.open(database, "lockkeeper run 7 phase of store-of");
                MysqlSession successor = Given.open(database, "lockkeeper run 7 phase of store-of");
                MysqlSession lane = Given.open(database, "lockkeeper run 7 lane 1 of store-of");
                MysqlSession stranger = Given.open(database, "lockkeeper run 7 phase of somebody")) {
            assertThat(successor.namesakes()).singleElement().satisfies(one -> assertThat(successor.terminate(one.id()))
                    .isTrue());
            Awaitility.await().until(() -> successor.namesakes().isEmpty());
            Statement add = new Statement(
                    "alter table things add column more text", Statement.Mode.AUTOCOMMIT, null, TableLocks.METADATA);
            assertThatThrownBy(() -> sleeper.execute(add, Duration.ofSeconds(1), null, null))
                    .isInstanceOf(Failure.class);
            assertThat(database.ask("show columns from things like 'more'")).isEqualTo("no row");
            assertThat(lane.version()).isEqualTo(stranger.version());
        }
    }

    @Test
    void anEpochIsTakenOverByJoining() {
        asleep.ledger().join(2);
        asleep.ledger().intend(ENTRY);
        assertThat(owner.ledger().journal(ENTRY)).isEqualTo(Optional.of("intent"));
    }

    @Test
    void aFactOfALaneIsWrittenAsLongAsItIsInHand() {
        Lane older = asleep.ledger().takeOver(7, "expand/1", 0, 1, "asleep");
        assertThat(asleep.ledger().remember(7, "expand/1", older, "fact", "1")).isTrue();
        owner.ledger().takeOver(7, "expand/1", 0, 2, "owner");
        assertThat(asleep.ledger().remember(7, "expand/1", older, "fact", "2")).isFalse();
        assertThat(owner.ledger().recall(7, "fact")).hasValue("1");
    }

    @Test
    void whoIsOlderOpensNothingAndTakesNoLane() {
        fenced(() -> asleep.ledger().open(7, "digest", "here", true, 1));
        assertThat(owner.ledger().takeOver(7, "expand/1", 0, 2, "owner").epoch())
                .isEqualTo(2);
        fenced(() -> asleep.ledger().takeOver(7, "expand/1", 0, 1, "asleep"));
        assertThat(owner.ledger()
                        .takeOver(7, "expand/1", 0, 2, "after a lost session")
                        .epoch())
                .isEqualTo(2);
    }

    @Test
    void aLedgerOfBeforeTheFenceIsBroughtUpToDate() {
        database.run("alter table lockkeeper_run drop column epoch");
        owner.ledger().install();
        owner.ledger().open(7, "digest", "here", true, 3);
        owner.ledger().intend(ENTRY);
        assertThat(owner.ledger().journal(ENTRY)).isEqualTo(Optional.of("intent"));
    }
}

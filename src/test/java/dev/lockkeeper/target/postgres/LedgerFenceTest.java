package dev.lockkeeper.target.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.target.JournalEntry;
import dev.lockkeeper.target.KeyRange;
import dev.lockkeeper.target.Statement;
import dev.lockkeeper.target.TargetSession;
import dev.lockkeeper.testing.Databases;
import dev.lockkeeper.testing.Databases.Database;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two sessions of one run: one that fell asleep, and one that took the run up since. */
class LedgerFenceTest {

    private static final JournalEntry ENTRY = new JournalEntry(7, "expand/0", 0, "forward");

    private final Database database = Databases.fresh("fence");
    private TargetSession asleep;
    private TargetSession owner;

    @BeforeEach
    void takenOver() {
        database.run("create table things (id bigint primary key)");
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
        Statement add = new Statement(
                "alter table things add more text", Statement.Mode.TRANSACTION, null, TableLocks.ACCESS_EXCLUSIVE);
        fenced(() -> asleep.execute(add, Duration.ofSeconds(1), null, ENTRY));
        assertThat(database.ask("select count(*) from information_schema.columns where table_name = 'things'"))
                .isEqualTo("1");
        owner.execute(add, Duration.ofSeconds(1), null, ENTRY);
        assertThat(owner.ledger().journal(ENTRY)).isEqualTo(Optional.of("done"));
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
        database.run("alter table lockkeeper.run drop column epoch");
        owner.ledger().install();
        owner.ledger().open(7, "digest", "here", true, 3);
        owner.ledger().intend(ENTRY);
        assertThat(owner.ledger().journal(ENTRY)).isEqualTo(Optional.of("intent"));
    }
}

package dev.lockkeeper.target.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.target.Hole;
import dev.lockkeeper.target.JournalEntry;
import dev.lockkeeper.target.KeyRange;
import dev.lockkeeper.target.Lane;
import dev.lockkeeper.testing.Databases.Database;
import dev.lockkeeper.testing.Epochs;
import dev.lockkeeper.testing.MysqlDatabases;
import java.sql.Connection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MysqlLedgerTest {

    private static final List<KeyRange> RANGES = List.of(
            new KeyRange(null, List.of("5", "é\"\\ 'x' ")), new KeyRange(List.of("5", "é\"\\ 'x' "), List.of("9", "")));

    private final Walked walked = new Walked();
    private final MysqlLedger ledger = walked.ledger;

    @AfterEach
    void close() throws Exception {
        walked.close();
    }

    @Test
    void isInstalledOnceByAllWhoComeAtTheSameTime() {
        Database fresh = MysqlDatabases.fresh("install");
        List<CompletableFuture<Void>> all = IntStream.range(0, 4)
                .mapToObj(i -> CompletableFuture.runAsync(
                        () -> {
                            try (Connection connection = Given.connection(fresh)) {
                                new MysqlLedger(connection, Given.OWNER).install();
                            } catch (java.sql.SQLException e) {
                                throw new IllegalStateException(e);
                            }
                        },
                        Walked.THREADS))
                .toList();
        all.forEach(CompletableFuture::join);
        assertThat(fresh.ask("select count(*) from information_schema.tables where table_schema = database()"
                        + " and engine = 'InnoDB' and table_collation = 'utf8mb4_bin'"))
                .isEqualTo("6");
    }

    @Test
    void knowsTheRunAgainAndRefusesAnother() {
        ledger.open(Walked.RUN, "digest", "server", true, Epochs.next());
        assertThatExceptionOfType(Failure.class)
                .isThrownBy(() -> ledger.open(Walked.RUN, "other", "server", true, Epochs.next()))
                .matches(failure -> failure.code() == Code.PLAN_CHANGED);
        assertThatExceptionOfType(Failure.class)
                .isThrownBy(() -> ledger.open(Walked.RUN, "digest", "copy", true, Epochs.next()))
                .matches(failure -> failure.code() == Code.TABLE_CHANGED);
        assertThatExceptionOfType(Failure.class)
                .isThrownBy(() -> ledger.open(8, "digest", "server", true, Epochs.next()))
                .matches(failure -> failure.code() == Code.UNKNOWN_OUTCOME);
    }

    @Test
    void keepsJournalAndFacts() {
        JournalEntry entry = new JournalEntry(Walked.RUN, "expand/0", 1, "forward");
        assertThat(ledger.journal(entry)).isEmpty();
        ledger.intend(entry);
        assertThat(ledger.journal(entry)).contains("intent");
        ledger.done(entry);
        ledger.done(entry);
        assertThat(ledger.journal(entry)).contains("done");
        ledger.forget(Walked.RUN, "expand/0", "back");
        assertThat(ledger.journal(entry)).contains("done");
        ledger.forget(Walked.RUN, "expand/0", "forward");
        assertThat(ledger.journal(entry)).isEmpty();
        ledger.remember(Walked.RUN, "rows", "1");
        ledger.remember(Walked.RUN, "rows", "2 'é😀\\");
        assertThat(ledger.recall(Walked.RUN, "rows")).contains("2 'é😀\\");
        assertThat(ledger.recall(Walked.RUN, "Rows")).isEmpty();
    }

    @Test
    void plansOnceAndKeepsKeysAsTheyAre() {
        assertThat(ledger.plan(Walked.RUN, Walked.STEP, RANGES))
                .extracting(Lane::range)
                .containsExactlyElementsOf(RANGES);
        assertThat(ledger.plan(Walked.RUN, Walked.STEP, RANGES.subList(0, 1))).hasSize(2);
        assertThat(ledger.lanes(Walked.RUN, "backfill/1")).isEmpty();
        assertThat(new MysqlLedger(walked.connection, "another store").lanes(Walked.RUN, Walked.STEP))
                .isEmpty();
        ledger.clearLanes(Walked.RUN, Walked.STEP);
        assertThat(ledger.lanes(Walked.RUN, Walked.STEP)).isEmpty();
    }

    @Test
    void takingOverRaisesTheEpochAndForgetsTheFailureOfTheOlder() {
        ledger.plan(Walked.RUN, Walked.STEP, RANGES);
        Lane older = ledger.takeOver(Walked.RUN, Walked.STEP, 1, Epochs.next(), "a");
        ledger.fail(Walked.RUN, Walked.STEP, older, "a row refused");
        assertThat(ledger.lanes(Walked.RUN, Walked.STEP).getLast().failure()).isEqualTo("a row refused");
        Lane newer = ledger.takeOver(Walked.RUN, Walked.STEP, 1, Epochs.next(), "b");
        assertThat(newer.epoch()).isEqualTo(older.epoch() + 1);
        assertThat(newer.failure()).isNull();
        ledger.fail(Walked.RUN, Walked.STEP, older, "too late");
        assertThat(ledger.lanes(Walked.RUN, Walked.STEP).getLast().failure()).isNull();
        assertThatExceptionOfType(Failure.class)
                .isThrownBy(() -> ledger.takeOver(Walked.RUN, Walked.STEP, 9, Epochs.next(), "b"))
                .matches(failure -> failure.code() == Code.FENCED);
    }

    @Test
    void givesHalfOfALaneAwayOnlyWhereItStandsAsItWasRead() {
        Lane read = ledger.plan(Walked.RUN, Walked.STEP, RANGES).getFirst();
        Lane mine = ledger.takeOver(Walked.RUN, Walked.STEP, 0, Epochs.next(), "a");
        List<String> middle = List.of("3", "m");
        assertThat(ledger.split(Walked.RUN, Walked.STEP, read, middle)).isFalse();
        assertThat(ledger.split(Walked.RUN, Walked.STEP, mine, middle)).isTrue();
        assertThat(ledger.split(Walked.RUN, Walked.STEP, mine, middle)).isFalse();
        assertThat(ledger.lanes(Walked.RUN, Walked.STEP))
                .extracting(Lane::number, Lane::range)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(0, new KeyRange(null, middle)),
                        org.assertj.core.groups.Tuple.tuple(
                                2, new KeyRange(middle, RANGES.getFirst().hi())),
                        org.assertj.core.groups.Tuple.tuple(1, RANGES.getLast()));
    }

    @Test
    void acceptsAHoleAndNeverUsesItsNumberAgain() {
        MysqlHoles holes = new MysqlHoles(walked.connection, Given.OWNER);
        assertThat(holes.add(Walked.RUN, Walked.STEP, List.of("4"), "too long")).isZero();
        assertThat(holes.add(Walked.RUN, Walked.STEP, List.of("5"), "x".repeat(5000)))
                .isEqualTo(1);
        assertThat(ledger.accept(Walked.RUN, Walked.STEP, 0)).isTrue();
        assertThat(ledger.accept(Walked.RUN, Walked.STEP, 0)).isTrue();
        assertThat(ledger.accept(Walked.RUN, Walked.STEP, 2)).isFalse();
        assertThat(holes.remove(Walked.RUN, Walked.STEP, 0)).isFalse();
        assertThat(holes.remove(Walked.RUN, Walked.STEP, 1)).isTrue();
        assertThat(holes.add(Walked.RUN, Walked.STEP, List.of("6"), "again")).isEqualTo(2);
        assertThat(ledger.holes(Walked.RUN, Walked.STEP))
                .extracting(Hole::number, Hole::state)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(0, Hole.State.ACCEPTED),
                        org.assertj.core.groups.Tuple.tuple(2, Hole.State.OPEN));
        ledger.clearLanes(Walked.RUN, Walked.STEP);
        assertThat(ledger.holes(Walked.RUN, Walked.STEP)).isEmpty();
    }
}

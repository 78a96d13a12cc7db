package dev.lockkeeper.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.testing.LockkeeperTest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.support.TransactionTemplate;

@LockkeeperTest
class AuditChainTest {

    private static final Actor ANN = new Actor("token", 7L, "ann", "laptop", "10.0.0.1");

    @Autowired
    AuditLog log;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    TransactionTemplate transaction;

    @BeforeEach
    void someRecords() {
        for (int i = 0; i < 5; i++) {
            record("run:" + i);
        }
    }

    private void record(String subject) {
        transaction.executeWithoutResult(status -> log.record(
                ANN, "run.launch", subject, Map.of("b", 1, "a", "grün"), Map.of("state", "running"), "because"));
    }

    private long last() {
        return jdbc.sql("select max(seq) from audit_records").query(Long.class).single();
    }

    /** What somebody with all rights on the store could do. */
    private void tamper(String sql) {
        jdbc.sql("alter table audit_records disable trigger user").update();
        jdbc.sql(sql).update();
        jdbc.sql("alter table audit_records enable trigger user").update();
        for (String kept : List.of("audit_records_append_only", "audit_records_no_truncate")) {
            jdbc.sql("alter table audit_records enable always trigger " + kept).update();
        }
    }

    @Test
    void anUntouchedChainIsWhole() {
        Verification found = log.verify();
        assertThat(found.problem()).isNull();
        assertThat(found).isEqualTo(new Verification(true, last(), found.head(), null, null));
        assertThat(found.head()).matches("[0-9a-f]{64}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "at = at + interval '1 microsecond'",
                "actor_kind = 'user'",
                "actor_id = 8",
                "actor_id = null",
                "actor = 'anna'",
                "via = null",
                "via = 'Laptop'",
                "address = '10.0.0.2'",
                "action = 'run.launch '",
                "subject = 'run:9'",
                "before = replace(before, 'ü', 'u')",
                "after = null",
                "reason = ''",
                "previous = hash",
                "hash = previous",
                "actor = actor || via, via = ''",
            })
    void anEditOfAnyFieldIsFound(String edit) {
        long seq = last() - 2;
        String copy = "create table saved as select * from audit_records where seq = " + seq;
        jdbc.sql("drop table if exists saved").update();
        jdbc.sql(copy).update();
        tamper("update audit_records set " + edit + " where seq = " + seq);

        Verification found = log.verify();
        assertThat(found.ok()).isFalse();
        assertThat(found.firstBad()).isEqualTo(seq);
        assertThat(found.problem()).isNotBlank();

        tamper("delete from audit_records where seq = " + seq);
        tamper("insert into audit_records select * from saved");
        assertThat(log.verify().ok()).isTrue();
    }

    @Test
    void aRecordTakenFromTheMiddleOrTheEndIsMissed() {
        jdbc.sql("drop table if exists saved").update();
        for (long seq : List.of(last() - 1, last())) {
            jdbc.sql("create table saved as select * from audit_records where seq = " + seq)
                    .update();
            tamper("delete from audit_records where seq = " + seq);
            assertThat(log.verify().firstBad()).isEqualTo(seq);
            tamper("insert into audit_records select * from saved");
            jdbc.sql("drop table saved").update();
        }
        assertThat(log.verify().ok()).isTrue();
    }

    @Test
    void anEndThatDoesNotMatchTheLastRecordIsFound() {
        String right =
                jdbc.sql("select hash from audit_head").query(String.class).single();
        jdbc.sql("update audit_head set hash = repeat('a', 64)").update();
        assertThat(log.verify().ok()).isFalse();
        assertThat(log.verify().firstBad()).isEqualTo(last());
        jdbc.sql("update audit_head set hash = :right").param("right", right).update();
        assertThat(log.verify().ok()).isTrue();
    }

    @Test
    void aRecordOutsideATransactionIsRefused() {
        assertThatThrownBy(() -> log.record(ANN, "run.launch", "run:1", null, null, null))
                .isInstanceOf(IllegalTransactionStateException.class);
    }

    @Test
    void aRecordGoesWithItsTransaction() {
        long before = last();
        transaction.executeWithoutResult(status -> {
            log.record(ANN, "run.launch", "run:gone", null, null, null);
            status.setRollbackOnly();
        });
        assertThat(last()).isEqualTo(before);
        assertThat(log.verify().ok()).isTrue();
    }

    @Test
    void theStoreItselfRefusesToChangeOrDelete() {
        for (String sql : List.of(
                "update audit_records set reason = 'x'", "delete from audit_records", "truncate audit_records")) {
            assertThatThrownBy(() -> jdbc.sql(sql).update()).hasMessageContaining("audit records are never changed");
        }
    }

    /** Triggers are silent in such a session, unless they are said to be there always. */
    @Test
    void nobodyChangesARecordByCallingTheirSessionAReplica() {
        jdbc.sql("insert into policies (environment, changed_by_id, changed_by) values ('kept', 1, 'ann')")
                .update();
        for (String sql : List.of(
                "update audit_records set reason = 'x'",
                "delete from audit_records",
                "truncate audit_records",
                "update policies set body = null",
                "truncate policies")) {
            assertThatThrownBy(() -> transaction.executeWithoutResult(status -> {
                        jdbc.sql("set local session_replication_role = replica").update();
                        jdbc.sql(sql).update();
                    }))
                    .as(sql)
                    .hasMessageContaining("never changed or deleted");
        }
    }

    @Test
    void writersAtOnceMakeOneChain() throws Exception {
        long before = last();
        try (var writers = Executors.newFixedThreadPool(8)) {
            List<Future<?>> all = IntStream.range(0, 200)
                    .<Future<?>>mapToObj(i -> writers.submit(() -> record("run:" + i)))
                    .toList();
            for (Future<?> one : all) {
                one.get();
            }
        }
        assertThat(last()).isEqualTo(before + 200);
        assertThat(log.verify().ok()).isTrue();
    }

    @Test
    void theStatesAreJsonWithSortedKeys() {
        AuditRecord newest =
                log.find(AuditQuery.about("run:4"), null, 1).items().getFirst();
        assertThat(newest.before()).isEqualTo("{\"a\":\"grün\",\"b\":1}");
    }

    @Test
    void oneFindsByActorActionSubjectAndTime() {
        AuditRecord newest = log.find(AuditQuery.all(), null, 1).items().getFirst();
        assertThat(log.find(new AuditQuery("ann", "run.*", "run:*", null, null), null, 500)
                        .items())
                .isNotEmpty()
                .allSatisfy(record -> assertThat(record.actor()).isEqualTo(ANN));
        assertThat(log.find(new AuditQuery("nobody", null, null, null, null), null, 10)
                        .items())
                .isEmpty();
        assertThat(log.find(new AuditQuery(null, null, null, newest.at(), null), null, 10)
                        .items())
                .contains(newest);
        assertThat(log.find(new AuditQuery(null, null, null, null, newest.at()), null, 10)
                        .items())
                .doesNotContain(newest);
    }

    @Test
    void pagesFollowEachOtherWithoutGapOrOverlap() {
        var first = log.find(AuditQuery.all(), null, 3);
        var second = log.find(AuditQuery.all(), first.after(), 3);
        assertThat(first.items()).extracting(AuditRecord::seq).containsExactly(last(), last() - 1, last() - 2);
        assertThat(second.items().getFirst().seq()).isEqualTo(last() - 3);
    }
}

package dev.lockkeeper.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.testing.LockkeeperTest;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Somebody with all rights on the store edits it, and puts back what they did: {@code verify} names the record each time. */
@LockkeeperTest
class ChainEditsTest {

    private static final List<String> TEXTS =
            List.of("actor", "via", "address", "action", "subject", "before", "after", "reason", "previous", "hash");

    @Autowired
    AuditLog log;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    TransactionTemplate transaction;

    @BeforeEach
    void aChain() {
        if (log.head().seq() < 60) {
            for (int i = 0; i < 60; i++) {
                String nasty = SomeExports.NASTY.get(i % 10);
                Actor actor = new Actor("token", 7L + i, "ann", nasty, "10.0.0.1");
                transaction.executeWithoutResult(status ->
                        log.record(actor, "run.launch", "run:" + nasty, Map.of("a", nasty), Map.of("b", nasty), nasty));
            }
            jdbc.sql("alter table audit_records disable trigger user").update();
        }
    }

    private void edit(String sql) {
        assertThat(jdbc.sql(sql).update()).as(sql).isPositive();
    }

    private void kept() {
        jdbc.sql("drop table if exists kept, kept_head").update();
        jdbc.sql("create table kept as select * from audit_records").update();
        jdbc.sql("create table kept_head as select * from audit_head").update();
    }

    private void putBack() {
        edit("delete from audit_records");
        edit("insert into audit_records select * from kept");
        edit("update audit_head h set seq = k.seq, hash = k.hash from kept_head k");
    }

    /** One bit of one byte of one field of one record, also of those that are numbers or times. */
    @Test
    void aChangeOfAnySingleByteOfAnyFieldIsFoundAtItsRecord() {
        kept();
        Random random = new Random(4);
        for (int round = 0; round < 150; round++) {
            long seq = 2 + random.nextInt((int) log.head().seq() - 2);
            String where = " where seq = " + seq;
            String field = TEXTS.get(round % TEXTS.size());
            // Of an ASCII byte, so that it stays text that the store takes; NUL is no text.
            String sql = "update audit_records r set " + field
                    + " = convert_from(set_byte(b.bytes, b.at, get_byte(b.bytes, b.at) # 1),"
                    + " 'UTF8') from (select bytes, i as at from (select convert_to(" + field
                    + ", 'UTF8') as bytes from audit_records"
                    + where
                    + ") t, generate_series(0, octet_length(bytes) - 1) i where get_byte(bytes, i) between 2 and 126"
                    + " order by md5(i || '" + round + "') limit 1) b where r.seq = " + seq;
            if (jdbc.sql(sql).update() == 0) {
                continue;
            }
            Verification found = log.verify();
            assertThat(found.firstBad()).as("%s of %d: %s", field, seq, found).isEqualTo(seq);
            edit("update audit_records r set " + field + " = k." + field
                    + " from kept k where k.seq = r.seq and r.seq = " + seq);
        }
        assertThat(log.verify().ok()).isTrue();
    }

    @Test
    void numbersTimesAndKindsAreFoundToo() {
        kept();
        Random random = new Random(5);
        for (String edit : List.of(
                "at = at + interval '1 microsecond'",
                "at = at - interval '1 microsecond'",
                "at = at + interval '1 day'",
                "actor_id = coalesce(actor_id, 0) # 1",
                "actor_id = case when actor_id is null then 0 end",
                "actor_kind = case actor_kind when 'user' then 'token' else 'user' end",
                "before = case when before is null then '' end",
                "after = case when after is null then '' end",
                "reason = case when reason is null then '' end",
                "via = case when via is null then '' end")) {
            long seq = 2 + random.nextInt((int) log.head().seq() - 2);
            edit("update audit_records set " + edit + " where seq = " + seq);
            assertThat(log.verify().firstBad()).as(edit).isEqualTo(seq);
            putBack();
        }
        long seq = 30;
        edit("update audit_records set seq = 1000000 where seq = " + seq);
        assertThat(log.verify().firstBad()).isEqualTo(seq);
        putBack();
        assertThat(log.verify().ok()).isTrue();
    }

    @Test
    void whatIsDeletedInsertedReorderedOrCutOffIsFound() {
        kept();
        long last = log.head().seq();
        edit("delete from audit_records where seq = 20");
        assertThat(log.verify().firstBad()).isEqualTo(20);
        putBack();
        edit("delete from audit_records where seq > " + (last - 3));
        assertThat(log.verify().firstBad()).isEqualTo(last - 2);
        putBack();
        edit("update audit_records set seq = case seq when 10 then -11 when 11 then -10 end where seq in (10, 11)");
        edit("update audit_records set seq = -seq where seq < 0");
        assertThat(log.verify().firstBad()).isEqualTo(10);
        putBack();
        edit("insert into audit_records select " + (last + 1)
                + ", at, actor_kind, actor_id, actor, via, address, action, subject, before, after, reason, previous, hash"
                + " from audit_records where seq = 5");
        assertThat(log.verify().firstBad()).isEqualTo(last + 1);
        putBack();
        assertThat(log.verify().ok()).isTrue();
    }
}

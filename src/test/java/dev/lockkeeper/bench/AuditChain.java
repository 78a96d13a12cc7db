package dev.lockkeeper.bench;

import dev.lockkeeper.Lockkeeper;
import dev.lockkeeper.audit.Actor;
import dev.lockkeeper.audit.AuditLog;
import dev.lockkeeper.audit.Verification;
import dev.lockkeeper.bench.BenchReport.Aim;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.FileSystemUtils;

/**
 * The audit chain of an embedded store as shipped (fsync on): appended to by eight writers, each record in a transaction of its own beside
 * the change of a row, and verified at a million records.
 */
final class AuditChain implements BenchPart {

    private static final int WRITERS = 8;
    private static final long SECONDS = 10;
    private static final int RECORDS = 1_000_000;
    private static final double APPENDS_A_SECOND = 2_000;
    private static final double SECONDS_TO_VERIFY = 30;
    private static final Actor ANN = new Actor("token", 7L, "ann", "laptop", "10.0.0.1");
    private static final Map<String, Object> STATE = Map.of(
            "state", "running", "wish", "go", "migration", "split-user-name", "revision", 3, "phases", List.of());

    /** Records as the product writes them, chained by the same functions in one loop: a million inserts by themselves take minutes. */
    private static final String FILL =
            """
            do $$
            declare
                head audit_head;
                r audit_records;
            begin
                select * into head from audit_head;
                r.actor_kind := 'token'; r.actor_id := 7; r.actor := 'ann'; r.via := 'laptop'; r.address := '10.0.0.1';
                r.action := 'run.pause'; r.before := '{"state":"running","wish":"go"}'; r.hash := head.hash;
                r.after := '{"by":"ann","dial":11,"migration":"split-user-name","revision":3,"state":"pausing","wish":"pause"}';
                for i in 1..%d loop
                    r.seq := head.seq + i; r.at := clock_timestamp(); r.subject := 'run:' || i; r.reason := 'nightly load, number ' || i;
                    r.previous := r.hash;
                    r.hash := encode(sha256(convert_to(
                        audit_framed(r.previous) || audit_framed(r.seq::text)
                            || audit_framed((extract(epoch from r.at) * 1000000)::bigint::text)
                            || audit_framed(r.actor_kind) || audit_framed(r.actor_id::text) || audit_framed(r.actor)
                            || audit_framed(r.via) || audit_framed(r.address) || audit_framed(r.action) || audit_framed(r.subject)
                            || audit_framed(r.before) || audit_framed(r.after) || audit_framed(r.reason), 'UTF8')), 'hex');
                    insert into audit_records select r.*;
                end loop;
                update audit_head set seq = r.seq, hash = r.hash, at = r.at;
            end $$""";

    @Override
    public String name() {
        return "audit";
    }

    @Override
    public double share() {
        return 1.5;
    }

    @Override
    public void measure(BenchGround ground, Slice slice, BenchReport report) {
        try (Store store = new Store()) {
            store.appends(2);
            double rate = store.appends(SECONDS);
            report.add(line(
                    "audit: records appended by 8 writers, each with its change and on disk",
                    rate,
                    "records/s",
                    Aim.AT_LEAST,
                    APPENDS_A_SECOND));
            double alone = store.changes(SECONDS);
            store.fill(RECORDS);
            long began = System.nanoTime();
            Verification found = store.log.verify();
            double seconds = (System.nanoTime() - began) / 1e9;
            if (!found.ok() || found.records() < RECORDS) {
                throw new IllegalStateException("the chain is not whole: " + found);
            }
            report.add(
                    line("audit: a chain of a million records verified", seconds, "s", Aim.AT_MOST, SECONDS_TO_VERIFY));
            report.section(
                    "Audit",
                    "The same changes of rows without a record: " + Words.number(alone) + " a second from " + WRITERS
                            + " writers, so the chain costs " + Words.number(100 * (1 - rate / alone)) + " % of it. "
                            + Words.number(found.records()) + " records verified, "
                            + Words.number(found.records() / seconds) + " a second.");
        }
    }

    private static BenchReport.Line line(String work, double figure, String unit, Aim kind, double aim) {
        return new BenchReport.Line(work, "an aim", figure, unit, kind, aim, Words.number(figure), "–", "", 1);
    }

    /** A server in this process, with an embedded store of its own. */
    private static final class Store implements AutoCloseable {

        private final Path data;
        private final ConfigurableApplicationContext server;
        private final AuditLog log;
        private final TransactionTemplate transaction;
        private final JdbcClient jdbc;

        Store() {
            try {
                data = Files.createTempDirectory("lockkeeper-bench-audit");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            server = Lockkeeper.start(
                    "--server.port=0",
                    "--lockkeeper.data=" + data,
                    "--lockkeeper.bootstrap.token=bench-token-0123456789");
            log = server.getBean(AuditLog.class);
            transaction = server.getBean(TransactionTemplate.class);
            jdbc = server.getBean(JdbcClient.class);
            for (int i = 0; i < WRITERS; i++) {
                jdbc.sql(
                                "insert into grants (user_id, role, environment) select id, 'viewer', :place from users limit 1")
                        .param("place", "bench-" + i)
                        .update();
            }
        }

        double appends(long seconds) {
            return rate(seconds, true);
        }

        double changes(long seconds) {
            return rate(seconds, false);
        }

        private double rate(long seconds, boolean recorded) {
            AtomicLong done = new AtomicLong();
            long began = System.nanoTime();
            long end = began + seconds * 1_000_000_000;
            try (ExecutorService writers = Executors.newFixedThreadPool(WRITERS)) {
                List<CompletableFuture<Void>> all = new ArrayList<>();
                for (int i = 0; i < WRITERS; i++) {
                    String place = "bench-" + i;
                    all.add(CompletableFuture.runAsync(
                            () -> {
                                while (System.nanoTime() < end) {
                                    change(place, recorded);
                                    done.incrementAndGet();
                                }
                            },
                            writers));
                }
                all.forEach(CompletableFuture::join);
            }
            return done.get() / ((System.nanoTime() - began) / 1e9);
        }

        private void change(String place, boolean recorded) {
            transaction.executeWithoutResult(status -> {
                jdbc.sql(
                                "update grants set role = case role when 'viewer' then 'author' else 'viewer' end where environment = :place")
                        .param("place", place)
                        .update();
                if (recorded) {
                    log.record(ANN, "bench.change", "bench:" + place, STATE, STATE, "because it is measured");
                }
            });
        }

        void fill(int records) {
            jdbc.sql("alter table audit_records disable trigger audit_records_chain")
                    .update();
            jdbc.sql(FILL.formatted(records)).update();
            jdbc.sql("alter table audit_records enable trigger audit_records_chain")
                    .update();
        }

        @Override
        public void close() {
            server.close();
            FileSystemUtils.deleteRecursively(data.toFile());
        }
    }
}

package dev.lockkeeper.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.lockkeeper.Failure;
import dev.lockkeeper.chain.ExportCheck;
import dev.lockkeeper.testing.LockkeeperTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

@LockkeeperTest
class AnchorTest {

    private static final Duration OFTEN = Duration.ofSeconds(1);
    private static final Duration LONG = Duration.ofSeconds(20);

    @TempDir
    Path directory;

    @Autowired
    AuditLog log;

    @Autowired
    AnchorStore store;

    @Autowired
    TransactionTemplate transaction;

    private void record() {
        transaction.executeWithoutResult(
                status -> log.record(Actor.engine("node"), "test.note", "anchor:1", null, null, null));
    }

    private Anchors anchors(String to) {
        Anchors anchors = new Anchors(new AnchorSettings(to, OFTEN), store, Clock.systemUTC());
        anchors.start();
        return anchors;
    }

    @Test
    void aFileHasEveryHeadAndTheChainGoesThroughThem() throws IOException {
        Path file = directory.resolve("heads");
        Anchors anchors = anchors(file.toUri().toString());
        record();
        await().atMost(LONG)
                .until(() -> Files.exists(file) && !Files.readString(file).isBlank());
        record();
        await().atMost(LONG).until(() -> Files.readAllLines(file).size() == 2);
        anchors.stop();

        List<String> lines = Files.readAllLines(file);
        assertThat(lines.getLast())
                .contains("\"seq\":" + log.head().seq() + ",\"hash\":\""
                        + log.head().hash() + "\",\"at\":\"");
        assertThat(anchors.state().orElseThrow().head().seq())
                .isEqualTo(log.head().seq());
        var export = new java.io.ByteArrayOutputStream();
        new AuditExport(log).ndjson(AuditQuery.all(), export);
        assertThat(new ExportCheck(false)
                        .anchored(lines)
                        .over(new java.io.ByteArrayInputStream(export.toByteArray()))
                        .ok())
                .isTrue();
    }

    @Test
    void aHookThatFailsStopsNobodyIsShownAndTriedAgain() throws IOException {
        AtomicInteger refusals = new AtomicInteger(1);
        List<String> sent = new CopyOnWriteArrayList<>();
        HttpServer hook = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        hook.createContext("/secret-path", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            boolean refused = refusals.get() > 0;
            if (!refused) {
                sent.add(body);
            }
            exchange.sendResponseHeaders(refused ? 503 : 204, -1);
            exchange.close();
        });
        hook.start();
        Anchors anchors = anchors("http://127.0.0.1:" + hook.getAddress().getPort() + "/secret-path");
        try {
            record();
            await().atMost(LONG).until(() -> anchors.state().orElseThrow().failures() > 0);
            assertThat(anchors.state().orElseThrow().error()).contains("503");
            assertThat(anchors.state().orElseThrow().place()).doesNotContain("secret-path");
            refusals.set(0);
            await().atMost(LONG).until(() -> !sent.isEmpty());
            await().atMost(LONG).until(() -> anchors.state().orElseThrow().error() == null);
            assertThat(sent.getFirst())
                    .startsWith("{\"seq\":")
                    .contains(log.head().hash());
        } finally {
            anchors.stop();
            hook.stop(0);
        }
    }

    @Test
    void twoServersAnchorAHeadOnce() throws Exception {
        Path file = directory.resolve("once");
        Anchors one = anchors(file.toUri().toString());
        Anchors other = anchors(file.toUri().toString());
        for (int i = 0; i < 3; i++) {
            record();
            String seq = "\"seq\":" + log.head().seq() + ",";
            await().atMost(LONG)
                    .until(() -> Files.exists(file) && Files.readString(file).contains(seq));
        }
        one.stop();
        other.stop();
        assertThat(Files.readAllLines(file)).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://host/x", "nonsense", "http:///x", "file://host/x", "http://a b/"})
    void aPlaceThatIsNoneIsRefusedAtTheStartWithoutShowingIt(String to) {
        assertThatThrownBy(() -> new AnchorSettings(to, OFTEN))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("lockkeeper.audit.anchor.to")
                .hasMessageNotContaining(to);
    }

    @Test
    void theTimeBetweenTwoAnchorsHasLimits() {
        assertThatThrownBy(() -> new AnchorSettings(null, Duration.ofMillis(5))).hasMessageContaining("every");
        assertThat(new AnchorSettings(null, OFTEN).set()).isFalse();
    }
}

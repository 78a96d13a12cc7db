package dev.lockkeeper.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lockkeeper.testing.LockkeeperTest;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

@LockkeeperTest
class NotificationsTest {

    @Autowired
    Notifications notifications;

    @Autowired
    TransactionTemplate transaction;

    @Autowired
    JdbcClient jdbc;

    private void send(String topic, String payload) {
        transaction.executeWithoutResult(status -> notifications.send(topic, payload));
    }

    /** The connection may still be on its way when the test begins, and what is sent before it listens is lost to it. */
    private void untilItHears(String topic, List<String> heard) {
        await().untilAsserted(() -> {
            send(topic, "are you there?");
            assertThat(heard).contains("are you there?");
        });
    }

    @Test
    void aListenerHearsWhatWasCommittedOfItsTopic() throws Exception {
        List<String> heard = new CopyOnWriteArrayList<>();
        try (AutoCloseable listening = notifications.listen("runs", heard::add)) {
            untilItHears("runs", heard);
            transaction.executeWithoutResult(status -> {
                notifications.send("runs", "rolled back");
                status.setRollbackOnly();
            });
            send("other", "not mine");
            send("runs", "42 and more");
            await().untilAsserted(() -> assertThat(heard).contains("42 and more"));
            assertThat(heard).doesNotContain("rolled back", "not mine");
        }
        List<String> last = new CopyOnWriteArrayList<>();
        try (AutoCloseable listening = notifications.listen("runs", last::add)) {
            send("runs", "43");
            await().untilAsserted(() -> assertThat(last).contains("43"));
        }
        assertThat(heard).doesNotContain("43");
    }

    @Test
    void afterALossOfTheConnectionListenersAreToldToReadAgain() throws Exception {
        List<String> heard = new CopyOnWriteArrayList<>();
        try (AutoCloseable failing = notifications.listen("runs", payload -> {
                    throw new IllegalStateException("a listener that fails must not stop the others");
                });
                AutoCloseable listening = notifications.listen("runs", heard::add)) {
            untilItHears("runs", heard);
            heard.clear();
            int cut = jdbc.sql(
                            """
                            select count(pg_terminate_backend(pid)) from pg_stat_activity
                            where datname = current_database() and query in ('listen lockkeeper', 'select 1')
                              and pid <> pg_backend_pid() and state = 'idle' and wait_event = 'ClientRead'
                              and backend_start = (select min(backend_start) from pg_stat_activity a
                                  where a.datname = current_database() and a.query = 'listen lockkeeper')""")
                    .query(Integer.class)
                    .single();
            assertThat(cut).isEqualTo(1);
            await().untilAsserted(() -> assertThat(heard).contains(""));
            send("runs", "after");
            await().untilAsserted(() -> assertThat(heard).contains("after"));
        }
    }

    @Test
    void aPayloadThatIsTooLargeIsRefused() {
        assertThatThrownBy(() -> send("runs", "x".repeat(8_000))).isInstanceOf(IllegalArgumentException.class);
    }
}

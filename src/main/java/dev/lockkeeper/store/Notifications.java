package dev.lockkeeper.store;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Tells every server what one of them committed: {@code NOTIFY} on the channel {@code lockkeeper}, heard by one connection a
 * server. A hint to read again, not a queue: what is sent while a server is cut off is lost to it, so each connect, the first
 * included, calls the listeners with an empty payload.
 */
@Component
public class Notifications implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Notifications.class);
    private static final String SEND = "select pg_notify('lockkeeper', :message)";
    /** PostgreSQL's limit is 7999 bytes. */
    private static final int LONGEST = 7_900;
    /** How long one wait is, after which the connection is proved to be alive; and the pause before the next try. */
    private static final int WAIT_MS = 15_000;

    private static final int RETRY_MS = 1_000;

    private final JdbcClient jdbc;
    private final StoreServer server;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private volatile @Nullable Thread thread;
    private volatile @Nullable Connection connection;

    private record Listener(String topic, Consumer<String> payload) {}

    Notifications(JdbcClient jdbc, StoreServer server) {
        this.jdbc = jdbc;
        this.server = server;
    }

    /**
     * Sent when the caller's transaction commits; equal messages of one transaction arrive once.
     *
     * @param topic one word
     * @param payload small: an id, not the thing
     */
    public void send(String topic, String payload) {
        String message = topic + " " + payload;
        if (topic.contains(" ") || message.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
            throw new IllegalArgumentException("not a topic, or a payload too large: " + topic);
        }
        jdbc.sql(SEND).param("message", message).query((row, number) -> "").single();
    }

    /**
     * @param payload called on the one listening thread, so it must be quick; with {@code ""} after each connect: read again
     * @return close it to hear no more
     */
    public AutoCloseable listen(String topic, Consumer<String> payload) {
        Listener listener = new Listener(topic, payload);
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public void start() {
        // Known before it runs, since it runs for as long as it is known.
        Thread listening =
                Thread.ofPlatform().name("store-notifications").daemon().unstarted(this::run);
        thread = listening;
        listening.start();
    }

    private void run() {
        while (isRunning()) {
            try (Connection open = StoreReach.connect(server.address());
                    Statement statement = open.createStatement()) {
                connection = open;
                statement.execute("listen lockkeeper");
                listeners.forEach(listener -> tell(listener, ""));
                while (isRunning()) {
                    hear(open, statement);
                }
            } catch (SQLException e) {
                pauseAfter(e);
            }
        }
    }

    private void hear(Connection open, Statement statement) throws SQLException {
        PGNotification[] heard = open.unwrap(PGConnection.class).getNotifications(WAIT_MS);
        if (heard == null || heard.length == 0) {
            statement.execute("select 1");
            return;
        }
        for (PGNotification notification : heard) {
            String message = notification.getParameter();
            int space = message.indexOf(' ');
            listeners.stream()
                    .filter(listener -> space > 0 && listener.topic().equals(message.substring(0, space)))
                    .forEach(listener -> tell(listener, message.substring(space + 1)));
        }
    }

    private static void tell(Listener listener, String payload) {
        try {
            listener.payload().accept(payload);
        } catch (RuntimeException e) {
            LOG.error("A listener of {} failed", listener.topic(), e);
        }
    }

    private void pauseAfter(SQLException e) {
        if (!isRunning()) {
            return;
        }
        LOG.warn("Not hearing the store's notifications, trying again: {}", e.getMessage());
        try {
            Thread.sleep(RETRY_MS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void stop() {
        Thread running = thread;
        thread = null;
        try {
            Connection open = connection;
            if (open != null) {
                open.abort(Runnable::run);
            }
            if (running != null) {
                running.interrupt();
                running.join(RETRY_MS);
            }
        } catch (SQLException e) {
            LOG.debug("while closing", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }
}

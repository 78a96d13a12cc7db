package dev.lockkeeper.target.mysql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.target.TargetAccess;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.AbstractDataSource;

/** A target's few connections for short questions: pages that are polled must not open one each time. */
final class Pool {

    /** The name of a session of it. */
    static final String NAME = "lockkeeper";

    /** Enough for the pages of one target; runs have connections of their own. */
    private static final int CONNECTIONS = 3;

    private static final long IDLE_MILLIS = Duration.ofMinutes(1).toMillis();

    /** A little more than the driver's own limit on connecting, so that its reason arrives first. */
    private static final long PATIENCE_MILLIS = 6_000;

    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable HikariDataSource source;
    private @Nullable TargetAccess made;

    Connection borrow(TargetAccess access) {
        String doing = "connecting to '" + access.target().name() + "'";
        try {
            return source(access).getConnection();
        } catch (SQLException e) {
            throw SqlFailures.of(doing, e);
        } catch (PoolInitializationException e) {
            if (e.getCause() instanceof SQLException cause) {
                throw SqlFailures.of(doing, cause);
            }
            throw e;
        }
    }

    void close() {
        lock.lock();
        try {
            if (source != null) {
                source.close();
            }
            source = null;
        } finally {
            lock.unlock();
        }
    }

    /** The lock is the target's own: one that is down keeps nobody else waiting. */
    private HikariDataSource source(TargetAccess access) {
        if (!tryLock()) {
            throw new Failure(
                    Code.TARGET_UNREACHABLE,
                    "Others are waiting for '" + access.target().name() + "' to answer already.",
                    "Probe the target to see what it says, then try again.");
        }
        try {
            if (source != null && made != null && sameLogin(made, access)) {
                return source;
            }
            if (source != null) {
                source.close();
                source = null;
            }
            // Connects once here, so that a wrong password is told at once and not after a time-out.
            HikariDataSource fresh = new HikariDataSource(config(access));
            source = fresh;
            made = access;
            return fresh;
        } finally {
            lock.unlock();
        }
    }

    private static boolean sameLogin(TargetAccess one, TargetAccess other) {
        return one.target().url().equals(other.target().url())
                && one.target().username().equals(other.target().username())
                && one.password().equals(other.password());
    }

    private boolean tryLock() {
        try {
            return lock.tryLock(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static HikariConfig config(TargetAccess access) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("target-" + access.target().name());
        config.setDataSource(new Prepared(access));
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(0);
        config.setIdleTimeout(IDLE_MILLIS);
        config.setConnectionTimeout(PATIENCE_MILLIS);
        return config;
    }

    /** Connections with everything pinned that the pool cannot pin. */
    private static final class Prepared extends AbstractDataSource {

        private final TargetAccess access;

        Prepared(TargetAccess access) {
            this.access = access;
        }

        @Override
        public Connection getConnection() throws SQLException {
            return Connecting.connect(access, NAME);
        }

        @Override
        public Connection getConnection(String username, String password) {
            throw new UnsupportedOperationException("the login is the target's");
        }
    }
}

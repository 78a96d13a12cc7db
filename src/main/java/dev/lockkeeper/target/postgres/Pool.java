package dev.lockkeeper.target.postgres;

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

/** A target's few connections for short questions: pages that are polled must not open one each time. */
final class Pool {

    /** Enough for the pages of one target; runs have connections of their own. */
    private static final int CONNECTIONS = 3;

    private static final long IDLE_MILLIS = Duration.ofMinutes(1).toMillis();

    /** A little more than the driver's own limit on connecting, so that its reason arrives first. */
    private static final long PATIENCE_MILLIS = 6_000;

    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable HikariDataSource source;
    private @Nullable Login login;

    /** What connections are made with; another needs another pool. */
    private record Login(String url, String username, String password) {
        static Login of(TargetAccess access) {
            return new Login(access.target().url(), access.target().username(), access.password());
        }

        @Override
        public String toString() {
            return "Login[" + url + "]";
        }
    }

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
    private HikariDataSource source(TargetAccess access) throws SQLException {
        if (!tryLock()) {
            throw new Failure(
                    Code.TARGET_UNREACHABLE,
                    "Others are waiting for '" + access.target().name() + "' to answer already.",
                    "Probe the target to see what it says, then try again.");
        }
        try {
            Login wanted = Login.of(access);
            if (source != null && wanted.equals(login)) {
                return source;
            }
            if (source != null) {
                source.close();
                source = null;
            }
            // Connects once here, so that a wrong password is told at once and not after a time-out.
            HikariDataSource fresh = new HikariDataSource(config(access));
            source = fresh;
            login = wanted;
            return fresh;
        } finally {
            lock.unlock();
        }
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
        config.setJdbcUrl(access.target().url());
        config.setUsername(access.target().username());
        config.setPassword(access.password());
        config.setDataSourceProperties(Connecting.settings("lockkeeper"));
        config.setConnectionInitSql(Connecting.DEFAULTS);
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(0);
        config.setIdleTimeout(IDLE_MILLIS);
        config.setConnectionTimeout(PATIENCE_MILLIS);
        return config;
    }
}

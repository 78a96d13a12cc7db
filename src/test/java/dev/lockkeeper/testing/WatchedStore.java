package dev.lockkeeper.testing;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

/**
 * Import it into a test of the whole server: every statement that a request sends to the store is then explained, with the very values it
 * is sent with, right before it runs. No statement can escape, because there is one pool for all of them.
 */
@TestConfiguration(proxyBeanMethods = false)
public class WatchedStore {

    /** Questions are run for their plan, because only that tells how many rows were read in vain; changes are planned only. */
    private static final String EXPLAIN_QUESTION = "explain (analyze, buffers, timing off, format json) ";

    private static final String EXPLAIN_CHANGE = "explain (format json) ";

    @Bean
    static BeanPostProcessor watchedPool(SentStatements sent) {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return bean instanceof HikariDataSource pool && name.equals("dataSource") ? watched(pool, sent) : bean;
            }
        };
    }

    @Bean
    static SentStatements sentStatements() {
        return new SentStatements();
    }

    private static HikariDataSource watched(HikariDataSource pool, SentStatements sent) {
        HikariConfig same = new HikariConfig();
        pool.copyStateTo(same);
        pool.close();
        return new HikariDataSource(same) {
            @Override
            public Connection getConnection() throws SQLException {
                Connection connection = super.getConnection();
                return sent.wanted() ? proxy(Connection.class, new Watching(connection, sent)) : connection;
            }
        };
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(WatchedStore.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static Object pass(Object to, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(to, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private record Watching(Connection connection, SentStatements sent) implements InvocationHandler {
        @Override
        public Object invoke(Object self, Method method, Object[] arguments) throws Throwable {
            Object made = pass(connection, method, arguments);
            return method.getName().equals("prepareStatement") && made instanceof PreparedStatement statement
                    ? proxy(PreparedStatement.class, new Explaining(connection, (String) arguments[0], statement, sent))
                    : made;
        }
    }

    /** A value as it was bound. */
    private record Bound(Method method, Object[] arguments) {}

    private record Explaining(
            Connection connection, String sql, PreparedStatement statement, SentStatements sent, List<Bound> bound)
            implements InvocationHandler {

        Explaining(Connection connection, String sql, PreparedStatement statement, SentStatements sent) {
            this(connection, sql, statement, sent, new ArrayList<>());
        }

        @Override
        public Object invoke(Object self, Method method, Object[] arguments) throws Throwable {
            if (method.getName().startsWith("set") && arguments != null && arguments.length > 1) {
                bound.add(new Bound(method, arguments));
            } else if (method.getName().startsWith("execute") && arguments == null) {
                sent.add(sql, plan());
            }
            return pass(statement, method, arguments);
        }

        /** With sequential scans made so dear that only a statement without an index has one, however small the table is. */
        private String plan() throws Throwable {
            boolean question = sql.strip().toLowerCase(Locale.ROOT).startsWith("select") && !sql.contains("pg_notify");
            try (Statement setting = connection.createStatement();
                    PreparedStatement explain =
                            connection.prepareStatement((question ? EXPLAIN_QUESTION : EXPLAIN_CHANGE) + sql)) {
                for (Bound value : bound) {
                    pass(explain, value.method(), value.arguments());
                }
                setting.execute("set enable_seqscan = off");
                try (ResultSet rows = explain.executeQuery()) {
                    rows.next();
                    return rows.getString(1);
                } finally {
                    setting.execute("reset enable_seqscan");
                }
            }
        }
    }
}

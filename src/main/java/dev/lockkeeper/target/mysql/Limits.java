package dev.lockkeeper.target.mysql;

import java.time.Duration;

/**
 * Settings of a session that say how long things may take. The servers count locks in whole seconds, at least one. A comment that
 * begins with M is read by MariaDB only, one that begins with a number of 50708 or more by MySQL only.
 */
final class Limits {

    /** MariaDB ends a transaction of ours whose server of ours has died or sleeps; MySQL would end idle sessions too. */
    private static final Duration IDLE_IN_TRANSACTION = Duration.ofSeconds(60);

    /** What every connection begins with, and goes back to. */
    static final String DEFAULTS =
            """
            set session lock_wait_timeout = %1$d, innodb_lock_wait_timeout = %1$d, wait_timeout = @@global.wait_timeout
                /*M!100600 , max_statement_time = %2$d, idle_transaction_timeout = %3$d */ /*!50708 , max_execution_time = %2$d000 */
            """
                    .formatted(
                            Connecting.LOCK_TIMEOUT.toSeconds(),
                            Connecting.STATEMENT_TIMEOUT.toSeconds(),
                            IDLE_IN_TRANSACTION.toSeconds())
                    .strip();

    private Limits() {}

    /** Who calls it limits the time otherwise. */
    static String withoutTime() {
        return "set session lock_wait_timeout = " + Connecting.LOCK_TIMEOUT.toSeconds()
                + " /*M!100600 , max_statement_time = 0 */ /*!50708 , max_execution_time = 0 */";
    }

    static String alone(Duration lockBudget) {
        long seconds = seconds(lockBudget);
        return "set session lock_wait_timeout = " + seconds + ", innodb_lock_wait_timeout = " + seconds
                + " /*M!100600 , max_statement_time = 0 */ /*!50708 , max_execution_time = 0 */";
    }

    /** A session that says nothing for longer than the budget is ended by the server, and its transaction with it. */
    static String inTransaction(Duration lockBudget) {
        return alone(lockBudget) + ", wait_timeout = " + (seconds(lockBudget) + 1);
    }

    /** Upwards: a budget of 0.2 s is one second, never none. */
    private static long seconds(Duration budget) {
        return Math.max(1, (budget.toMillis() + 999) / 1000);
    }
}

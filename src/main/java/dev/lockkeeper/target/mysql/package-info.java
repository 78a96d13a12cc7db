/**
 * MySQL 8 and MariaDB 10.6 and later behind the seam of {@code target}: {@code MysqlDialect} opens a {@code MysqlSession}, which only
 * delegates: privileges to {@code Privileges}, the catalog to {@code Tables}, who waits for whom to {@code Sessions}, the servers'
 * errors to {@code SqlFailures}. The classes are named as those of {@code postgres}; where one server of the two differs from the
 * other, the class that sends the SQL says so.
 *
 * <p>Not here: what is registered, secrets and roles; they are the module's. Read first: {@code Connecting}, whose settings every
 * statement of this package relies on (sql_mode, zone, isolation), then {@code MysqlSession}.
 */
@NullMarked
package dev.lockkeeper.target.mysql;

import org.jspecify.annotations.NullMarked;

package dev.lockkeeper.bench;

import dev.lockkeeper.testing.Databases.Database;
import dev.lockkeeper.testing.MysqlServer;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** A MariaDB of its own that writes to disk as a real one does. A measurement begins when it has nothing left to do. */
final class MariadbTarget implements AutoCloseable {

    static final String FIRST = "substring_index(name, ' ', 1)";
    static final String LAST = "substring_index(name, ' ', -1)";
    static final String SET = "{first_name: \"" + FIRST + "\", last_name: \"" + LAST + "\"}";
    static final String UPDATE = "update people set first_name = " + FIRST + ", last_name = " + LAST;
    static final String DIFFERS = "not (first_name <=> " + FIRST + " and last_name <=> " + LAST + ")";

    /** How each is named in the report. */
    private static final List<String> SETTINGS = List.of(
            "innodb_buffer_pool_size",
            "innodb_log_file_size",
            "innodb_flush_log_at_trx_commit",
            "innodb_doublewrite",
            "innodb_flush_method",
            "log_bin");

    private static final long SETTLE_NANOS = 120_000_000_000L;

    private final MysqlServer server = MysqlServer.embedded(List.of(
            "--innodb-buffer-pool-size=1G",
            "--innodb-log-file-size=1G",
            "--innodb-flush-log-at-trx-commit=1",
            "--innodb-doublewrite=1",
            "--skip-log-bin"));
    private final AtomicInteger copies = new AtomicInteger();

    static boolean runsHere() {
        return System.getProperty("os.name").equals("Linux")
                && System.getProperty("os.arch").equals("amd64");
    }

    private Database database(String name) {
        Database root = server.root();
        return new Database(root.url().replaceAll("/[^/]*$", "/" + name), root.username(), root.password());
    }

    /** The database in which tables are made once. */
    void template(int rows) {
        server.root().run("create database if not exists template character set utf8mb4");
        database("template")
                .run(
                        "drop table if exists people",
                        "create table people (id bigint primary key, name varchar(200) not null, email varchar(200) not null,"
                                + " first_name varchar(100), last_name varchar(100)) engine = InnoDB",
                        "insert into people (id, name, email) select seq, concat('First', seq, ' Last', seq),"
                                + " concat('user', seq, '@example.com') from seq_1_to_" + rows,
                        "analyze table people");
    }

    Database copy() {
        String name = "copy_" + copies.incrementAndGet();
        server.root().run("create database " + name + " character set utf8mb4");
        Database copy = database(name);
        copy.run(
                "create table people like template.people",
                "insert into people select * from template.people order by id",
                "analyze table people");
        settle();
        return copy;
    }

    void drop(Database copy) {
        server.root().run("drop database " + copy.url().replaceAll("^.*/", ""));
    }

    /** Until every page is written and every old row version purged: what an earlier measurement left would be paid by the next. */
    private void settle() {
        server.root().run("set global innodb_max_dirty_pages_pct = 0");
        long until = System.nanoTime() + SETTLE_NANOS;
        while (status("Innodb_buffer_pool_pages_dirty") > 100 || status("Innodb_history_list_length") > 100) {
            if (System.nanoTime() > until) {
                throw new IllegalStateException("the MariaDB of the bench does not come to rest");
            }
            LockSupport.parkNanos(50_000_000);
        }
        server.root().run("set global innodb_max_dirty_pages_pct = 90");
    }

    private double status(String name) {
        return Double.parseDouble(server.root()
                .ask("select variable_value from information_schema.global_status where variable_name = '" + name
                        + "'"));
    }

    /** What the server has written to its redo log so far, in bytes. */
    double log() {
        return status("Innodb_os_log_written");
    }

    /** Version and settings. */
    String words() {
        StringBuilder words = new StringBuilder("MariaDB ").append(server.root().ask("select version()"));
        for (String name : SETTINGS) {
            words.append(", ").append(name).append(' ').append(server.root().ask("select @@global." + name));
        }
        return words.toString();
    }

    @Override
    public void close() {
        server.root().run("shutdown");
    }
}

package dev.lockkeeper.cli;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The demo's second database: a MariaDB of its own, where its programs are. */
final class DemoMariadb implements AutoCloseable {

    private static final String DATABASE = "shop";
    private static final int START_SECONDS = 60;
    private static final int STOP_SECONDS = 30;

    /** What the login of a real target needs as well; see docs/operations.md. The password has letters and digits only. */
    private static final String LOGIN =
            """
            create database if not exists shop character set utf8mb4;
            create user if not exists 'shop'@'%%' identified by '%1$s';
            alter user 'shop'@'%%' identified by '%1$s';
            grant select, insert, update, delete, create, alter, index, drop, trigger, create temporary tables on shop.* to 'shop'@'%%';
            grant process, connection admin, slave monitor on *.* to 'shop'@'%%';
            """;

    /** The same names as on PostgreSQL, a third of them with spaces too many, single, or none. */
    private static final String USERS =
            """
            insert into users (name, email, created_at)
            select
                case
                    when seq %% 1009 = 0 then null
                    when seq %% 503 = 0 then elt(1 + seq %% 4, 'Prince', 'Björk', 'Sukarno', 'Teller')
                    when seq %% 211 = 0 then concat('  ', first, '   ', last, ' ')
                    when seq %% 13 = 0
                        then concat_ws(' ', first, elt(1 + seq div 13 %% 5, 'Jane', 'Maria', 'de la', 'K.', 'Lee'), last)
                    else concat(first, ' ', last)
                end,
                concat('user', lpad(seq, 9, '0'), '@example.com'),
                timestamp '2026-01-01 00:00:00' - interval seq * 37 second
            from (
                select seq,
                    elt(1 + seq * 7 %% 20, 'Ada', 'Alan', 'Barbara', 'Chen', 'Dennis', 'Edsger', 'Fatima', 'Grace', 'Hedy', 'Ines',
                        'Jamal', 'Katherine', 'Linus', 'Margaret', 'Niklaus', 'Olga', 'Radia', 'Shafi', 'Tim', 'Zoë') as first,
                    elt(1 + seq * 11 %% 23, 'Lovelace', 'Turing', 'Liskov', 'Wu', 'Ritchie', 'Dijkstra', 'Khan', 'Hopper', 'Lamarr',
                        'Moreau', 'Diallo', 'Johnson', 'Berg', 'Hamilton', 'Wirth', 'Ladyzhenskaya', 'Perlman', 'Goldwasser', 'Lee',
                        'O''Neill', 'van der Berg', 'Müller', 'Sato') as last
                from seq_1_to_%d
            ) as people
            """;

    private final FileChannel lock;
    private final Process server;
    private final int port;
    private final String password;

    private DemoMariadb(FileChannel lock, Process server, int port, String password) {
        this.lock = lock;
        this.server = server;
        this.port = port;
        this.password = password;
    }

    /** @param password of {@link DemoTarget#USER} */
    static DemoMariadb start(DemoFolder folder, MariadbPrograms programs, String password) throws IOException {
        FileChannel lock = folder.lock();
        Path data = folder.resolve("data");
        Path login = folder.secret(LOGIN.formatted(password));
        Process server = null;
        try {
            DemoFolder.stopOrphan(folder.resolve("mariadb.pid"), data, "TERM");
            Path log = folder.resolve("mariadb.log");
            initialise(programs, data, log);
            int port = port(folder);
            server = process(command(programs, folder, data, login, port), log);
            DemoMariadb started = new DemoMariadb(lock, server, port, password);
            started.awaitAnswer();
            folder.keepPort(port);
            return started;
        } catch (IOException | SQLException e) {
            if (server != null) {
                server.destroy();
            }
            lock.close();
            throw new IOException("it did not start, see " + folder.resolve("mariadb.log") + ": " + e.getMessage(), e);
        } finally {
            Files.delete(login);
        }
    }

    private static int port(DemoFolder folder) throws IOException {
        int last = folder.lastPort();
        if (last != 0) {
            return last;
        }
        try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return any.getLocalPort();
        }
    }

    /** Into a folder beside, which is moved when it is complete. */
    private static void initialise(MariadbPrograms programs, Path data, Path log) throws IOException {
        if (Files.exists(data)) {
            return;
        }
        Path half = Files.createTempDirectory(data.getParent(), "data");
        List<String> command = new ArrayList<>(List.of(
                programs.install().toString(),
                "--no-defaults",
                "--datadir=" + half,
                "--skip-test-db",
                "--skip-name-resolve"));
        addBase(programs, command);
        addUser(command);
        try {
            if (process(command, log).waitFor() != 0) {
                throw new IOException("its first files could not be made");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        Files.move(half, data);
    }

    private static List<String> command(MariadbPrograms programs, DemoFolder folder, Path data, Path login, int port) {
        List<String> command = new ArrayList<>(List.of(
                programs.server().toString(),
                "--no-defaults",
                "--datadir=" + data,
                "--port=" + port,
                "--bind-address=127.0.0.1",
                "--socket=" + data.resolve("s"),
                "--pid-file=" + folder.resolve("mariadb.pid"),
                "--init-file=" + login,
                "--skip-name-resolve",
                "--character-set-server=utf8mb4",
                "--max-connections=60",
                "--innodb-buffer-pool-size=256M",
                "--innodb-log-file-size=256M"));
        addBase(programs, command);
        addUser(command);
        return command;
    }

    private static void addBase(MariadbPrograms programs, List<String> command) {
        if (programs.unpacked()) {
            command.add("--basedir=" + programs.base());
        }
    }

    /** It does not run as root unless it is told so. */
    private static void addUser(List<String> command) {
        if ("root".equals(System.getProperty("user.name"))) {
            command.add("--user=root");
        }
    }

    private static Process process(List<String> command, Path log) throws IOException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(log.toFile()))
                .start();
    }

    private void awaitAnswer() throws IOException, SQLException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (true) {
            try (Connection connection = connect()) {
                return;
            } catch (SQLException e) {
                if (!server.isAlive() || System.nanoTime() > until) {
                    throw e;
                }
            }
            try {
                if (server.waitFor(100, TimeUnit.MILLISECONDS)) {
                    throw new IOException("it ended with " + server.exitValue());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }
    }

    /** Makes and fills what is not there; the rows in one transaction, so that a demo that was stopped halfway begins again. */
    void fill(int users) throws IOException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            if (first(
                            statement,
                            "select 1 from information_schema.tables where table_schema = database() and"
                                    + " table_name = 'users'")
                    .isEmpty()) {
                statement.execute(DemoData.schema("users-mysql"));
            }
            if (first(statement, "select id from users limit 1").isEmpty()) {
                // Into an empty table, both make it one sorted load instead of a million inserts.
                statement.execute("set unique_checks = 0, foreign_key_checks = 0, time_zone = '+00:00'");
                statement.execute(USERS.formatted(users));
                statement.execute("analyze table users");
            }
        } catch (SQLException e) {
            throw new IOException("it could not be filled: " + e.getMessage(), e);
        }
    }

    private static Optional<String> first(Statement statement, String query) throws SQLException {
        try (var rows = statement.executeQuery(query)) {
            return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(url(), DemoTarget.USER, password);
    }

    String url() {
        return "jdbc:mysql://127.0.0.1:" + port + "/" + DATABASE;
    }

    /** TERM is its orderly shutdown. */
    @Override
    public void close() {
        server.destroy();
        try {
            if (!server.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("The demo's MariaDB (process " + server.pid() + ") does not stop.");
            }
            lock.close();
        } catch (IOException e) {
            System.err.println("The demo's MariaDB did not stop cleanly: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

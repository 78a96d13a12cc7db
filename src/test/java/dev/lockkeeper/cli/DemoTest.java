package dev.lockkeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo as a user starts it: in a process of its own, with fewer users. */
class DemoTest {

    @TempDir
    private Path folder;

    @Test
    void startsShowsARunAndStartsAgainWhereItWas() throws Exception {
        int port = freePort();
        Process first = start(port, "first");
        String said = said(first, "first");
        assertThat(said).contains("http://localhost:" + port + "/runs/1");
        // With its programs on the machine or without, the demo goes on and says which.
        assertThat(said).containsPattern("is the target shop-mariadb|There is no MariaDB target shop-mariadb: .+");
        for (String person : List.of("ann", "bob", "cyd", "dora", "admin")) {
            assertThat(said).containsPattern("(?m)^  " + person + " +\\w+ +password \\w{12}$");
        }
        await().atMost(Duration.ofSeconds(90))
                .untilAsserted(() -> assertThat(state(port, said)).isEqualTo("waiting"));

        Process beside = start(freePort(), "beside");
        assertThat(beside.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(beside.exitValue()).isEqualTo(1);
        assertThat(log("beside")).contains("is in use by another server");
        assertThat(state(port, said)).isEqualTo("waiting");
        stop(first);
        assertThat(Files.exists(folder.resolve("data/demo-target/postgres/postmaster.pid")))
                .isFalse();

        assertThat(folder.resolve("data/demo-mariadb/mariadb.pid")).doesNotExist();

        Process again = start(port, "again", "-Dlockkeeper.demo.mariadb=none");
        String saidAgain = said(again, "again");
        assertThat(passwords(saidAgain)).isEqualTo(passwords(said));
        assertThat(saidAgain).contains("/runs/1", "There is no MariaDB target shop-mariadb: it was not wanted");
        assertThat(state(port, saidAgain)).isEqualTo("waiting");
        stop(again);
    }

    private Process start(int port, String name, String... options) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ProcessBuilder(Stream.concat(
                                Stream.concat(Stream.of(java, "-Xmx384m"), Stream.of(options)),
                                Stream.of(
                                        "-cp",
                                        System.getProperty("java.class.path"),
                                        "dev.lockkeeper.Lockkeeper",
                                        "demo",
                                        "--port",
                                        String.valueOf(port),
                                        "--data",
                                        folder.resolve("data").toString(),
                                        "--users",
                                        "3000"))
                        .toList())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(name + ".log").toFile())
                .start();
    }

    private String said(Process process, String name) {
        await().atMost(Duration.ofSeconds(120))
                .until(() -> !process.isAlive() || log(name).contains("Ctrl-C stops the demo."));
        assertThat(process.isAlive()).as(log(name)).isTrue();
        return log(name);
    }

    private String log(String name) {
        try {
            return Files.readString(folder.resolve(name + ".log"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String state(int port, String said) {
        Matcher token = Pattern.compile("LOCKKEEPER_TOKEN=(\\w+)").matcher(said);
        assertThat(token.find()).isTrue();
        try {
            return new ApiClient(java.net.URI.create("http://localhost:" + port), token.group(1))
                    .get("/runs/1")
                    .path("state")
                    .asString();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> passwords(String said) {
        return Pattern.compile("password (\\w+)")
                .matcher(said)
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    /** As Ctrl-C does, and with the databases down when it is over. */
    private static void stop(Process process) throws Exception {
        new ProcessBuilder("kill", "-INT", String.valueOf(process.pid()))
                .start()
                .waitFor();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}

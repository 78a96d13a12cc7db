package dev.lockkeeper.lint.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.lint.sql.Act;
import dev.lockkeeper.lint.sql.Parsed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts that are meant to keep a reader busy, and how long they do. The times are printed and not judged: machines differ. */
class HostileSqlTest {

    @Test
    void refusesAStatementThatIsTooLarge() {
        Act act = single("insert into t values " + "(1, 'abcdefgh'), ".repeat(600_000) + "(2, 'x')");

        assertThat(act).isInstanceOfSatisfying(Act.Unreadable.class, one -> assertThat(one.why())
                .contains("MiB"));
    }

    @Test
    void readsAScriptOfTenMegabytesOrSaysWhereItStopped() {
        String statement =
                "update accounts set balance = balance + 1, changed = now() where id = 123456 and owner = 'somebody';\n";
        String script = statement.repeat(10_000_000 / statement.length());
        long start = System.nanoTime();
        List<Parsed> statements = PostgresReader.ONE.read(script).statements();
        print("10 MB, " + statements.size() + " statements", start);

        assertThat(statements).hasSize(10_000_000 / statement.length());
        assertThat(statements.stream()
                        .filter(one -> one.act() instanceof Act.Update)
                        .count())
                .isGreaterThan(1_000);
        assertThat(statements)
                .allMatch(one -> one.act() instanceof Act.Update
                        || one.act() instanceof Act.Unreadable unreadable
                                && unreadable.why().contains("too long"));
    }

    /**
     * What takes too long is said to, and all else is read. Without its limit the grammar would be at it for ever; with it, how long it
     * takes depends on the machine, so that the bound here only tells it from for ever.
     */
    @ParameterizedTest
    @Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    @ValueSource(strings = {"- ", "case when ", "a, "})
    void comesBackFromAnyNesting(String part) {
        long start = System.nanoTime();
        Act act = single("select " + part.repeat(300) + "1;\n");
        print("300 times " + part, start);

        assertThat(act).satisfiesAnyOf(one -> assertThat(one).isInstanceOf(Act.Select.class), one -> assertThat(one)
                .isInstanceOfSatisfying(Act.Unreadable.class, unread -> assertThat(unread.why())
                        .containsAnyOf("takes too long", "ends too early", "does not expect")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "array[", "f("})
    void refusesWhatIsNestedBeyondTheBound(String part) {
        assertThat(single("select " + part.repeat(20_000) + "1"))
                .isInstanceOfSatisfying(
                        Act.Unreadable.class, one -> assertThat(one.why()).contains("500"));
    }

    @Test
    void readsWhatPeopleNest() {
        assertThat(single("select " + "(".repeat(6) + "1" + ")".repeat(6))).isInstanceOf(Act.Select.class);
        assertThat(single("select " + "1 + ".repeat(2_000) + "1")).isInstanceOf(Act.Select.class);
    }

    @Test
    void readsTextsInOtherEncodingsAsFarAsTheyAreSql() {
        String sql = "update größe set ñ = 'данные' where id = 1";
        assertThat(single(sql)).isInstanceOf(Act.Update.class);
        String misread = new String(sql.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        assertThat(PostgresReader.ONE.read(misread).statements()).isNotEmpty();
        String wide = new String(sql.getBytes(StandardCharsets.UTF_16LE), StandardCharsets.ISO_8859_1);
        assertThat(single(wide)).isInstanceOf(Act.Unreadable.class);
    }

    @Test
    void comesBackFromNoise() {
        Random random = new Random(7);
        byte[] noise = new byte[200_000];
        random.nextBytes(noise);
        long start = System.nanoTime();
        List<Parsed> statements = PostgresReader.ONE
                .read(new String(noise, StandardCharsets.ISO_8859_1))
                .statements();
        print("200 kB of noise, " + statements.size() + " pieces", start);

        assertThat(statements).isNotEmpty().allMatch(one -> one.act() instanceof Act.Unreadable);
    }

    @Test
    void readsAThousandMixedStatements() throws IOException {
        String corpus = PostgresReaderTest.corpus();
        String script = corpus + corpus + corpus;
        for (int round = 1; round <= 3; round++) {
            long start = System.nanoTime();
            int read = PostgresReader.ONE.read(script).statements().size();
            print("round " + round + ": " + read + " mixed statements", start);
            assertThat(read).isGreaterThan(1_000);
        }
    }

    private static void print(String what, long start) {
        System.out.println(what + ": " + (System.nanoTime() - start) / 1_000_000 + " ms");
    }

    private static Act single(String sql) {
        List<Parsed> statements = PostgresReader.ONE.read(sql).statements();
        assertThat(statements).hasSize(1);
        return statements.getFirst().act();
    }
}

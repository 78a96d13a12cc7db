package dev.lockkeeper.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.Failure;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The reader meets anything that somebody can send; it answers with a plan or with findings. */
class AnyInputTest {

    @Property(tries = 1000)
    void answersAnyText(@ForAll String text) {
        readOrRefuse(text);
    }

    @Property(tries = 500)
    void answersAnyBytes(@ForAll byte[] bytes) {
        try {
            PlanReader.read(bytes);
        } catch (Failure failure) {
            assertRefused(failure);
        }
    }

    @Property(tries = 2000)
    void answersTextOfYamlCharacters(@ForAll("yamlish") String text) {
        readOrRefuse(text);
    }

    @Property(tries = 3000)
    void answersAFileWithOnePartReplaced(@ForAll("mutated") String text) {
        readOrRefuse(text);
    }

    @Property(tries = 1000)
    void answersAnyValueInAnyPlace(@ForAll("oneValueReplaced") String text) {
        readOrRefuse(text);
    }

    @Provide
    Arbitrary<String> yamlish() {
        return Arbitraries.strings()
                .withChars("abz09 \n\t:-?[]{},#&*!|>'\"%@`~<=.$\\\r")
                .ofMaxLength(60);
    }

    @Provide
    Arbitrary<String> mutated() {
        int length = PlanFiles.FULL.length();
        return Combinators.combine(
                        Arbitraries.integers().between(0, length),
                        Arbitraries.integers().between(0, 30),
                        Arbitraries.oneOf(yamlish(), Arbitraries.strings().ofMaxLength(10), Arbitraries.just("")))
                .as((from, cut, text) -> PlanFiles.FULL.substring(0, from)
                        + text
                        + PlanFiles.FULL.substring(Math.min(length, from + cut)));
    }

    /** Any of the values in the full file becomes one of the values that readers get wrong. */
    @Provide
    Arbitrary<String> oneValueReplaced() {
        String[] parts = PlanFiles.FULL.split("(?<=: )|(?=[,}\\]\\n])");
        Arbitrary<String> odd = Arbitraries.of(
                "null",
                "~",
                "",
                "''",
                "true",
                "0",
                "-1",
                "99999999999999999999",
                "0x1F",
                ".inf",
                "1e400",
                "[]",
                "{}",
                "[[]]",
                "{a: b}",
                "sync",
                "!!int x",
                "! x",
                "!<tag:x> y",
                "*users",
                "&a b",
                "\"\\u0000\"",
                "\"\\uD800\"",
                "'?'",
                "a.b",
                ".",
                "a..b",
                "P9999999999999D",
                "999999999999999d",
                "-PT1S",
                "PT0.0001S",
                "1%",
                "1TiB",
                "999999999999GiB",
                "\"\\n\"",
                "${HOME}",
                "<<");
        return Combinators.combine(Arbitraries.integers().between(0, parts.length - 1), odd)
                .as((index, value) -> {
                    String[] copy = parts.clone();
                    copy[index] = value;
                    return String.join("", copy);
                });
    }

    private static void readOrRefuse(String text) {
        try {
            Plan plan = PlanReader.read(text);
            assertThat(plan.migration()).matches("[a-z0-9-]{3,80}");
            assertThat(plan.phases()).isNotEmpty();
        } catch (Failure failure) {
            assertRefused(failure);
        }
    }

    private static void assertRefused(Failure failure) {
        assertThat(failure.problems()).isNotEmpty().allSatisfy(problem -> {
            assertThat(problem.message()).isNotBlank();
            assertThat(problem.line()).isPositive();
            assertThat(problem.column()).isPositive();
        });
    }
}

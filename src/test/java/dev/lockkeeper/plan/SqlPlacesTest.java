package dev.lockkeeper.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.plan.SqlPlaces.Place;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlPlacesTest {

    private static SqlPlaces of(String steps) {
        return SqlPlaces.of(PlanFiles.withSteps(steps));
    }

    @Test
    void aLiteralBlockKeepsLinesAndItsIndentIsAdded() {
        SqlPlaces places = of(
                """
                - sql:
                    up: |
                      select 1;

                      select 'ä😀', x;
                    irreversible: because
                """);

        assertThat(places.in(0, 0, "up", 1, 1)).isEqualTo(new Place(8, 13));
        assertThat(places.in(0, 0, "up", 3, 8)).isEqualTo(new Place(10, 20));
        assertThat(places.in(0, 0, "up", 3, 14))
                .as("behind what is two characters of Java")
                .isEqualTo(new Place(10, 26));
    }

    /** In each the second statement is {@code drop}, which stands once. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "- sql: {up: select 1; drop table t, irreversible: x}",
                "- sql: {up: 'select ''a''; drop table t', irreversible: x}",
                "- sql: {up: \"select \\\"a\\\";\\n drop table t\", irreversible: x}",
                "- sql: {up: \"select '\\u00e4';\\tdrop table t\", irreversible: x}",
                "- sql:\n    up: >-\n      select 1;\n      drop table t\n    irreversible: x",
                "- sql:\n    up: |2-\n        select 1;\n      drop table t\n    irreversible: x",
                "- sql:\n    up: select 1;\n      drop table t\n    irreversible: x",
                "- sql:\n    up: &one |\n      select 1;\n      drop table t\n    irreversible: x",
                "- sql:\n    up: | # why\n\n      select 1;\n      drop table t\n    irreversible: x"
            })
    void everyStyleLeadsBackToTheFile(String step) {
        String file = PlanFiles.withSteps(step);
        Step.Sql sql =
                (Step.Sql) PlanReader.read(file).phases().getFirst().steps().getFirst();
        Place inSql = placeOf("drop", sql.up());

        assertThat(SqlPlaces.of(file).in(0, 0, "up", inSql.line(), inSql.column()))
                .isEqualTo(placeOf("drop", file));
        assertThat(SqlPlaces.of("\uFEFF" + file).in(0, 0, "up", inSql.line(), inSql.column()))
                .isEqualTo(placeOf("drop", file));
        String windows = file.replace("\n", "\r\n");
        assertThat(SqlPlaces.of(windows).in(0, 0, "up", inSql.line(), inSql.column()))
                .isEqualTo(placeOf("drop", file));
    }

    private static Place placeOf(String word, String text) {
        int at = text.indexOf(word);
        int line =
                1 + (int) text.substring(0, at).chars().filter(c -> c == '\n').count();
        return new Place(line, at - text.lastIndexOf('\n', at));
    }

    @Test
    void aSuppressionIsPointedAtByItsKey() {
        SqlPlaces places = of(
                """
                - sql:
                    up: select 1
                    irreversible: because
                    allow:
                      one: why
                      two: why
                """);

        assertThat(places.allow(0, 0, "two")).isEqualTo(new Place(11, 13));
        assertThat(places.allow(0, 0, "three")).isEqualTo(new Place(10, 13));
    }

    @Test
    void whatIsNotThereIsTheBeginning() {
        assertThat(of("- wait: {for: 1s}").in(7, 7, "up", 1, 1)).isEqualTo(new Place(1, 1));
        assertThat(SqlPlaces.of("").in(0, 0, "up", 1, 1)).isEqualTo(new Place(1, 1));
    }
}

package dev.lockkeeper.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class FieldDiffTest {
    private static FieldDiff diff(String before, String after) {
        return FieldDiff.of(before, after, JsonMapper.shared());
    }

    @Test
    void whatChangedIsApartFromWhatStayed() {
        FieldDiff diff = diff(
                "{\"a\":1,\"b\":{\"c\":\"x\",\"d\":true},\"gone\":0}",
                "{\"a\":1,\"b\":{\"c\":\"y\",\"d\":true},\"new\":[1]}");

        assertThat(diff.changed())
                .containsExactly(
                        new FieldDiff.Field("b.c", "x", "y"),
                        new FieldDiff.Field("gone", "0", null),
                        new FieldDiff.Field("new[0]", null, "1"));
        assertThat(diff.same()).extracting(FieldDiff.Field::path).containsExactly("a", "b.d");
    }

    @Test
    void aListThatWasEmptiedHasOnlyLostItsEntries() {
        assertThat(diff("{\"w\":[\"Mon\"]}", "{\"w\":[]}").changed())
                .containsExactly(new FieldDiff.Field("w[0]", "Mon", null));
        assertThat(diff("{\"w\":{}}", "{\"w\":{\"x\":1}}").changed())
                .containsExactly(new FieldDiff.Field("w.x", null, "1"));
        assertThat(diff("{\"w\":[]}", "{\"w\":[]}").same()).containsExactly(new FieldDiff.Field("w", "[]", "[]"));
    }

    @Test
    void withoutABeforeOrAnAfterEverythingIsNewOrGone() {
        assertThat(diff(null, "{\"a\":null}").changed()).containsExactly(new FieldDiff.Field("a", null, "null"));
        assertThat(diff("{\"a\":2}", null).changed()).containsExactly(new FieldDiff.Field("a", "2", null));
        assertThat(diff(null, null).changed()).isEmpty();
    }
}

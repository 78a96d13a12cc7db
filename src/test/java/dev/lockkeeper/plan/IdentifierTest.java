package dev.lockkeeper.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentifierTest {

    @Test
    void doublesTheQuote() {
        assertThat(new Identifier("a\"b").quoted('"')).isEqualTo("\"a\"\"b\"");
        assertThat(new Identifier("a`b").quoted('`')).isEqualTo("`a``b`");
    }

    /** What a lexer reads back from the quoted form is the name and nothing after it. */
    @Property
    void cannotBeLeft(
            @ForAll
                    @StringLength(min = 1, max = 60)
                    @Chars({'"', '\'', '\\', ';', '-', ' ', '\n'})
                    @CharRange(from = 'a', to = 'c')
                    String name) {
        String quoted = new Identifier(name).quoted('"');
        StringBuilder read = new StringBuilder();
        int at = 1;
        while (quoted.charAt(at) != '"' || (at + 1 < quoted.length() && quoted.charAt(at + 1) == '"')) {
            at += quoted.charAt(at) == '"' ? 1 : 0;
            read.append(quoted.charAt(at++));
        }
        assertThat(read).hasToString(name);
        assertThat(at).isEqualTo(quoted.length() - 1);
    }

    @Property
    void hasAtMostSixtyThreeBytes(
            @ForAll @StringLength(min = 1, max = 80) @CharRange(from = 'a', to = 'ÿ') String name) {
        if (name.getBytes(StandardCharsets.UTF_8).length <= 63) {
            assertThat(new Identifier(name)).hasToString(name);
        } else {
            assertThatIllegalArgumentException().isThrownBy(() -> new Identifier(name));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\0b"})
    void refusesNothingAndNul(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Identifier(name));
    }

    @Test
    void isPartOfATableName() {
        assertThat(TableName.of("a.b").quoted('"')).isEqualTo("\"a\".\"b\"");
        assertThat(TableName.of("b").quoted('"')).isEqualTo("\"b\"");
        assertThat(TableName.of("a.b")).hasToString("a.b");
    }
}

package dev.lockkeeper.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class SqlTextTest {

    /** What an approver reads is what will run. */
    @Property(tries = 500)
    void thePartsAreTheStatement(@ForAll @StringLength(max = 200) String sql) {
        assertThat(SqlText.parts(sql).stream().map(SqlText.Part::text).collect(Collectors.joining()))
                .isEqualTo(sql);
    }

    @Test
    void wordsOfTheLanguageAreTold() {
        assertThat(SqlText.parts("alter table \"table\" -- why\nset x = 'a '' set'"))
                .extracting(part -> part.kind() + ":" + part.text())
                .containsExactly(
                        "key:alter",
                        "plain: ",
                        "key:table",
                        "plain: \"table\" ",
                        "note:-- why",
                        "plain:\n",
                        "key:set",
                        "plain: x = ",
                        "text:'a '' set'");
    }

    @Test
    void aNameIsNoWordOfTheLanguage() {
        assertThat(SqlText.parts("drop table `key``table`"))
                .extracting(part -> part.kind() + ":" + part.text())
                .containsExactly("key:drop", "plain: ", "key:table", "plain: `key``table`");
    }
}

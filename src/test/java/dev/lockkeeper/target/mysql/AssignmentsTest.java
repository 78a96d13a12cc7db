package dev.lockkeeper.target.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.lockkeeper.Failure;
import org.junit.jupiter.api.Test;

class AssignmentsTest {

    @Test
    void assignsAColumnAfterTheExpressionsThatNameIt() {
        assertThat(Assignments.ordered(Walked.set("name", "trim(x)", "first", "f(NAME)")).keySet())
                .extracting(Object::toString)
                .containsExactly("first", "name");
        assertThat(Assignments.ordered(Walked.set("a", "1", "b", "`a` + b", "c", "t.b")).keySet())
                .extracting(Object::toString)
                .containsExactly("c", "b", "a");
        assertThat(Assignments.ordered(Walked.set("a", "a + 1", "b", "x")).keySet())
                .extracting(Object::toString)
                .containsExactly("a", "b");
    }

    @Test
    void refusesACircle() {
        assertThatExceptionOfType(Failure.class)
                .isThrownBy(() -> Assignments.ordered(Walked.set("a", "b", "b", "a", "c", "1")))
                .withMessageContaining("'a', 'b'");
    }
}

package dev.lockkeeper.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.plan.Plan;
import dev.lockkeeper.plan.PlanReader;
import dev.lockkeeper.plan.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What the editor begins with can be submitted as it is, and has something for every kind of step. */
class StartersTest {
    private static final Path FILES = Path.of("src/main/resources/starters");
    private static final Starters STARTERS = new Starters();

    static final List<String> WHOLES = Stream.concat(
                    Starters.POSTGRESQL.stream(), Starters.OF_MYSQL.stream().map(name -> "mysql/" + name))
            .toList();

    static final List<Class<?>> STEPS = Arrays.stream(Step.class.getPermittedSubclasses())
            .<Class<?>>map(kind -> kind)
            .toList();

    @ParameterizedTest
    @FieldSource("WHOLES")
    void aWholeMigrationIsReadWithoutAnError(String name) {
        Plan plan = PlanReader.read(STARTERS.whole(name));

        assertThat(plan.engine().wire()).isEqualTo(name.startsWith("mysql/") ? "mysql" : "postgresql");
        assertThat(plan.description()).isNotBlank();
        assertThat(plan.owner()).isNotNull();
    }

    @ParameterizedTest
    @FieldSource("STEPS")
    void everyKindOfStepHasATextOfThatKind(Class<? extends Step> kind) {
        String name = Character.toLowerCase(kind.getSimpleName().charAt(0))
                + kind.getSimpleName().substring(1);
        Plan plan = PlanReader.read(with(name));

        assertThat(plan.phases().getFirst().steps().getLast()).isInstanceOf(kind);
    }

    /** What the sync of a table needs before it can be stopped. */
    private static String with(String kind) {
        String head = "migration: one-step\nengine: postgresql\nphases:\n  - phase: expand\n    steps:\n";
        String before = kind.equals("stopSync") ? InsertedStep.at(head, STARTERS.step("keepInSync")) : head;
        return InsertedStep.at(before, STARTERS.step(kind));
    }

    @Test
    void noFileIsForgottenAndNoStepIsOfferedTwice() throws IOException {
        assertThat(files("postgresql")).containsExactlyInAnyOrderElementsOf(Starters.POSTGRESQL);
        assertThat(files("mysql")).containsExactlyInAnyOrderElementsOf(Starters.OF_MYSQL);
        assertThat(files("steps")).containsExactlyInAnyOrderElementsOf(Starters.KINDS);
        assertThat(Starters.KINDS).hasSize(STEPS.size());
    }

    @Test
    void aStepIsInsertedAsFarToTheRightAsTheOthers() {
        assertThat(InsertedStep.at("steps:\n- wait: {for: 1s}\n\n", "- sql:\n    up: x\n"))
                .isEqualTo("steps:\n- wait: {for: 1s}\n- sql:\n    up: x\n");
    }

    private static List<String> files(String folder) throws IOException {
        try (Stream<Path> files = Files.list(FILES.resolve(folder))) {
            return files.map(file -> file.getFileName().toString().replace(".yaml", ""))
                    .toList();
        }
    }
}

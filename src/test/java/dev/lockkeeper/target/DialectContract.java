package dev.lockkeeper.target;

import dev.lockkeeper.testing.Writers;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;

/**
 * What every dialect has to keep, asked through the seam alone: no Spring, no engine. The cases are in the classes that extend this one,
 * by theme; a test for an engine names them all with its own {@link ContractEngine}. Numbers in brackets are those of the catalogue in
 * {@code docs/conformance.md}.
 */
abstract class DialectContract {

    final ContractEngine engine;
    private final List<ContractStage> stages = new ArrayList<>();

    DialectContract(ContractEngine engine) {
        this.engine = engine;
    }

    ContractStage stage(String... setup) {
        ContractStage stage = new ContractStage(engine, setup);
        stages.add(stage);
        return stage;
    }

    /**
     * Goes on writing from three connections while the work is done, and sees to it that something was written meanwhile.
     *
     * @param statement must leave most rows alone: what the application writes is right by the trigger, and hides what a walk has left out
     */
    void whileWriting(ContractStage on, LongFunction<String> statement, Runnable work) {
        try (Writers writers = new Writers(on.database, 3, statement)) {
            Awaitility.await("the application writes").until(() -> writers.writes() > 3);
            work.run();
            long then = writers.writes();
            Awaitility.await("the application writes still").until(() -> writers.writes() > then || writers.refused());
        }
    }

    /** Rows that the database itself finds different from the expression, without Lockkeeper's comparison. */
    String wrong(ContractStage on, String table, String column, String expression) {
        return on.database.ask("select count(*) from " + table + " where " + engine.distinct(column, expression));
    }

    @AfterEach
    void close() {
        stages.forEach(ContractStage::close);
    }
}

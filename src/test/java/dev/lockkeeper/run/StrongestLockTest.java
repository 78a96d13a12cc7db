package dev.lockkeeper.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.target.Statement;
import dev.lockkeeper.target.Statement.Lock;
import dev.lockkeeper.target.Statement.Mode;
import dev.lockkeeper.target.Statement.Source;
import dev.lockkeeper.target.StepSql;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class StrongestLockTest {

    private static String of(String... modes) {
        List<Statement> statements = Arrays.stream(modes)
                .map(mode -> new Statement(
                        "x", Mode.TRANSACTION, null, new Lock(mode, "writes", false, false, Source.PREDICTED)))
                .toList();
        return StrongestLock.of(new StepSql(0, "step", "sql", statements, List.of(), null, List.of()));
    }

    @Test
    void wordsOfBothEnginesAreOrdered() {
        assertThat(of("none", "share", "access exclusive", "row share")).isEqualTo("access exclusive");
        assertThat(of("shared metadata", "none")).isEqualTo("shared metadata");
        assertThat(of("row locks", "shared metadata")).isEqualTo("row locks");
        assertThat(of("exclusive metadata", "row locks")).isEqualTo("exclusive metadata");
        assertThat(of("exclusive metadata at both ends", "exclusive metadata"))
                .isEqualTo("exclusive metadata at both ends");
        assertThat(of("unknown", "exclusive metadata")).isEqualTo("unknown");
        assertThat(of()).isEqualTo("none");
    }
}

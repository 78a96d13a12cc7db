package dev.lockkeeper.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.target.Probe;
import dev.lockkeeper.web.TargetNext.Doing;
import dev.lockkeeper.web.TargetNext.State;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TargetNextTest {
    private static final TargetReader VIEWER = new TargetReader(false, false, false);
    private static final TargetReader AUTHOR = new TargetReader(false, false, true);
    private static final TargetReader OPERATOR = new TargetReader(false, true, false);
    private static final TargetReader ADMIN = new TargetReader(true, false, false);
    private static final TargetReader ALL = new TargetReader(true, true, true);

    private static final Probe AWAY = new Probe(false, null, null, false, List.of(), List.of(), "gone", "wait");
    private static final Probe STANDBY = probe(false, List.of());
    private static final Probe POOR =
            probe(true, List.of(new Probe.Missing("update users", "to write", "grant update on users to lk")));
    private static final Probe GOOD = probe(true, List.of());

    private static Probe probe(boolean writable, List<Probe.Missing> missing) {
        return new Probe(true, "PostgreSQL 18.4", Duration.ofMillis(2), writable, List.of(), missing, null, null);
    }

    @Test
    void theWorstIsSaidFirst() {
        assertThat(state(AWAY, true, false)).isEqualTo(State.UNREACHABLE);
        assertThat(state(STANDBY, true, false)).isEqualTo(State.READ_ONLY);
        assertThat(state(POOR, true, false)).isEqualTo(State.MISSING);
        assertThat(state(GOOD, true, false)).isEqualTo(State.AT_WORK);
        assertThat(state(GOOD, false, false)).isEqualTo(State.CLOSED);
        assertThat(state(GOOD, false, true)).isEqualTo(State.IDLE);
    }

    private static State state(Probe probe, boolean run, boolean open) {
        return TargetNext.of(probe, run, open, ALL).state();
    }

    @Test
    void eachIsOfferedOnlyWhatTheirRolesAllow() {
        assertThat(act(AWAY, ADMIN)).isEqualTo(Doing.MEND);
        assertThat(act(AWAY, OPERATOR)).isNull();
        assertThat(act(STANDBY, ADMIN)).isEqualTo(Doing.MEND);
        assertThat(act(STANDBY, VIEWER)).isNull();
        assertThat(act(POOR, VIEWER)).isEqualTo(Doing.GRANTS);
        assertThat(act(GOOD, OPERATOR)).isEqualTo(Doing.CHOOSE);
        assertThat(act(GOOD, AUTHOR)).isEqualTo(Doing.WRITE);
        assertThat(act(GOOD, ALL)).isEqualTo(Doing.CHOOSE);
        assertThat(act(GOOD, VIEWER)).isNull();
        assertThat(TargetNext.of(GOOD, true, false, VIEWER).act()).isEqualTo(Doing.FOLLOW);
    }

    private static Doing act(Probe probe, TargetReader reader) {
        return TargetNext.of(probe, false, true, reader).act();
    }

    @Test
    void everyStateHasWordsForEveryReader() throws IOException {
        Properties texts = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of("frontend/messages/target.properties"))) {
            texts.load(reader);
        }
        Set<State> seen = EnumSet.noneOf(State.class);
        List<String> unsaid = new ArrayList<>();
        for (Probe probe : List.of(AWAY, STANDBY, POOR, GOOD)) {
            for (TargetReader reader : List.of(VIEWER, AUTHOR, OPERATOR, ADMIN, ALL)) {
                for (int i = 0; i < 4; i++) {
                    TargetNext next = TargetNext.of(probe, i % 2 == 0, i < 2, reader);
                    seen.add(next.state());
                    unsaid.add(texts.getProperty(next.title()) == null ? next.title() : "");
                    unsaid.add(texts.getProperty(next.detail()) == null ? next.detail() : "");
                    if (next.act() != null) {
                        unsaid.add(
                                texts.getProperty(next.act().key()) == null
                                        ? next.act().key()
                                        : "");
                    } else {
                        assertThat(texts.getProperty(next.detail())).containsPattern("waits for|waited for");
                    }
                }
            }
        }
        assertThat(unsaid).containsOnly("");
        assertThat(seen).containsExactlyInAnyOrder(State.values());
    }
}

package dev.lockkeeper.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class RunStateTest {

    private static final Path PAGE = Path.of("docs/run-states.md");

    @Test
    void everyPairIsLegalExactlyWhenTheTableHasIt() {
        for (RunState from : RunState.values()) {
            for (RunState to : RunState.values()) {
                boolean inTable = RunArrows.from(from).stream().anyMatch(arrow -> arrow.to() == to);
                assertThat(from.mayBecome(to)).as(from + " to " + to).isEqualTo(inTable);
                assertThat(from.next().contains(to)).as(from + " to " + to).isEqualTo(inTable);
            }
        }
    }

    @Test
    void theTableHasNoArrowTwiceAndNoneToItself() {
        Set<List<RunState>> seen = new HashSet<>();
        for (RunState from : RunState.values()) {
            for (RunArrows.Arrow arrow : RunArrows.from(from)) {
                assertThat(seen.add(List.of(from, arrow.to()))).as("%s", arrow).isTrue();
                assertThat(arrow.to()).isNotEqualTo(from);
                assertThat(arrow.why()).endsWith(".").hasSizeGreaterThan(10);
            }
        }
    }

    @Test
    void everyStateCanBeReachedAndAllButTheLastLead() {
        Set<RunState> reached = EnumSet.of(RunState.SCHEDULED);
        while (reached.addAll(
                reached.stream().flatMap(state -> state.next().stream()).toList())) {
            assertThat(reached).isNotEmpty();
        }
        assertThat(reached).containsExactlyInAnyOrder(RunState.values());
        assertThat(Arrays.stream(RunState.values()).filter(state -> state.next().isEmpty()))
                .containsExactly(RunState.ROLLED_BACK);
    }

    @Test
    void anEndedRunOnlyRollsBack() {
        Arrays.stream(RunState.values()).filter(RunState::ended).forEach(state -> assertThat(state.next())
                .isSubsetOf(RunState.ROLLING_BACK));
    }

    @Test
    void theStoreKnowsTheSameStates() throws IOException {
        assertThat(statesInStore("create table runs", "state")).isEqualTo(wires(RunState.values()));
        assertThat(statesInStore("create table run_phases", "state"))
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(PhaseState.values()).map(PhaseState::wire).toList());
        assertThat(statesInStore("create table run_steps", "state"))
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(StepState.values()).map(StepState::wire).toList());
        assertThat(statesInStore("create table runs", "wish"))
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Wish.values()).map(Wish::wire).toList());
    }

    @Test
    void theStoresIndexOfActiveRunsMeansTheSame() throws IOException {
        Matcher where = Pattern.compile("runs_one_active[^;]*state not in \\(([^)]*)\\)")
                .matcher(store());
        assertThat(where.find()).isTrue();
        assertThat(words(where.group(1)))
                .isEqualTo(wires(
                        Arrays.stream(RunState.values()).filter(RunState::ended).toArray(RunState[]::new)));
    }

    @Test
    void thePageShowsTheTable() throws IOException {
        String written = Files.exists(PAGE) ? Files.readString(PAGE) : "";
        String wanted = RunArrows.markdown();
        if (!written.equals(wanted)) {
            Files.createDirectories(PAGE.getParent());
            Files.writeString(PAGE, wanted);
        }
        assertThat(written)
                .as("docs/run-states.md was out of date and has been written anew: commit it")
                .isEqualTo(wanted);
    }

    private static Set<String> statesInStore(String table, String column) throws IOException {
        String sql = store();
        String definition = sql.substring(sql.indexOf(table + " "), sql.indexOf(";", sql.indexOf(table + " ")));
        Matcher check =
                Pattern.compile("check \\(" + column + " in \\(([^)]*)\\)").matcher(definition);
        assertThat(check.find()).as(table + "." + column).isTrue();
        return words(check.group(1));
    }

    private static Set<String> words(String list) {
        Set<String> words = new HashSet<>();
        Matcher word = Pattern.compile("'([^']*)'").matcher(list);
        while (word.find()) {
            words.add(word.group(1));
        }
        return words;
    }

    private static Set<String> wires(RunState... states) {
        return new HashSet<>(Arrays.stream(states).map(RunState::wire).toList());
    }

    private static String store() throws IOException {
        try (InputStream sql = RunStateTest.class.getResourceAsStream("/store/V1__store.sql")) {
            return new String(sql.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}

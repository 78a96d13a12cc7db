package dev.lockkeeper.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.plan.Engine;
import dev.lockkeeper.target.Target;
import dev.lockkeeper.target.TargetSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TargetFormTest {
    private static final Map<String, Object> POLICY = Map.of(
            "after", List.of("test", "staging"),
            "backup", Map.of("http", "https://backup.example/latest", "maxAge", "12h"),
            "freeDisk", Map.of("sql", "select 1", "min", "10GiB"),
            "limits", Map.of("transaction", "30s", "historyList", 500_000));

    private static Target target(String passwordFrom, Map<String, Object> policy) {
        return new Target(
                7,
                "prod",
                Engine.POSTGRESQL,
                "jdbc:postgresql://h/d",
                "lk",
                passwordFrom,
                "prod",
                "orders",
                List.of("jdbc:postgresql://r/d"),
                List.of("Mon-Fri 22:00-05:00 Europe/Berlin", "Sat 10:00-12:00 UTC"),
                policy);
    }

    @Test
    void aFormThatIsSentAsItWasOpenedAsksForWhatIsThere() {
        Target target = target("env:ORDERS", POLICY);
        TargetSpec change =
                TargetSpecs.change(new HashMap<>(TargetForm.of(target).values()), target);

        assertThat(change.policy().toString()).contains("500000");
        assertThat(TargetForm.of(target(null, change.policy())).values().entrySet())
                .as("the policy in words comes back as it went")
                .filteredOn(value ->
                        value.getKey().startsWith("limit") || value.getKey().startsWith("backup"))
                .allMatch(value -> TargetForm.of(target).value(value.getKey()).equals(value.getValue()));
        assertThat(change.windows()).isEqualTo(target.windows());
        assertThat(change.replicas()).isEqualTo(target.replicas());
        assertThat(change.team()).isEqualTo("orders");
        assertThat(change.password()).as("kept").isNull();
        assertThat(change.passwordFrom()).as("kept, and so not given again").isNull();
    }

    @Test
    void anEmptiedFieldIsEmptyAndAnEmptyPasswordIsKept() {
        Target target = target(null, Map.of());
        TargetSpec change =
                TargetSpecs.change(Map.of("url", " ", "team", "", "windows", "\n \n", "password", ""), target);

        assertThat(change.url()).isEmpty();
        assertThat(change.team()).isEmpty();
        assertThat(change.windows()).isEmpty();
        assertThat(change.policy()).isEmpty();
        assertThat(change.password()).isNull();
    }

    @Test
    void aReferenceThatIsTakenAwayNeedsAPasswordInItsPlace() {
        Target target = target("env:ORDERS", Map.of());

        assertThat(TargetSpecs.change(Map.of("passwordFrom", ""), target).password())
                .isEmpty();
        assertThat(TargetSpecs.change(Map.of("passwordFrom", "", "password", "p"), target)
                        .password())
                .isEqualTo("p");
        assertThat(TargetSpecs.change(Map.of("passwordFrom", "env:OTHER"), target)
                        .passwordFrom())
                .isEqualTo("env:OTHER");
    }

    @Test
    void eachProblemStandsAtItsField() {
        List<Failure.Problem> problems = List.of(
                        "url",
                        "windows[1]",
                        "replicas[0]",
                        "policy.backup.sql",
                        "policy.limits.idle",
                        "policy.unheard",
                        "team")
                .stream()
                .map(path -> new Failure.Problem(0, 0, path, "wrong " + path))
                .toList();
        TargetForm form = TargetForm.empty()
                .refused(Map.of("url", "typed"), new Failure(Code.INVALID, "all of it", "mend it", problems));

        assertThat(form.value("url")).isEqualTo("typed");
        assertThat(form.wrong("windows")).containsExactly("2: wrong windows[1]");
        assertThat(form.wrong("backupWhere")).containsExactly("wrong policy.backup.sql");
        assertThat(form.wrong("")).containsExactly("wrong policy.unheard");
        assertThat(form.places()).containsExactly("url", "team", "replicas", "windows", "backupWhere", "limitIdle");
    }

    @Test
    void whatIsWrongWithNoFieldInParticularIsSaidAbove() {
        TargetForm form =
                TargetForm.empty().refused(Map.of(), new Failure(Code.ALREADY_EXISTS, "there is one", "choose"));

        assertThat(form.wrong("")).containsExactly("there is one");
        assertThat(form.advice()).isEqualTo("choose");
    }
}

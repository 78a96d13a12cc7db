package dev.lockkeeper.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.Failure.Problem;
import dev.lockkeeper.plan.Engine;
import dev.lockkeeper.store.StoreSettings;
import dev.lockkeeper.target.postgres.PostgresDialect;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RegistrationTest {

    private static final String URL = "jdbc:postgresql://db:5432/shop";

    @Test
    void wholeTargetIsTaken() {
        Target target = registration(new TargetSpec(
                        "shop-prod",
                        "postgresql",
                        URL,
                        "app",
                        "secret",
                        null,
                        "prod",
                        "accounts",
                        List.of(URL),
                        List.of(),
                        Map.of()))
                .fresh();
        assertThat(target)
                .isEqualTo(new Target(
                        0,
                        "shop-prod",
                        Engine.POSTGRESQL,
                        URL,
                        "app",
                        null,
                        "prod",
                        "accounts",
                        List.of(URL),
                        List.of(),
                        Map.of()));
    }

    @Test
    void emptySpecIsToldEveryFieldThatIsMissing() {
        Failure failure = refused(new TargetSpec(null, null, null, null, null, null, null, null, null, null, null));
        assertThat(failure.code()).isEqualTo(Code.INVALID);
        assertThat(failure.problems())
                .extracting(Problem::path)
                .containsExactly("name", "engine", "url", "username", "environment", "password");
    }

    @Test
    void everythingThatIsWrongIsToldAtOnce() {
        Failure failure = refused(new TargetSpec(
                "Shop Prod",
                "postgresql",
                "jdbc:postgresql://db/shop?socketFactory=x",
                " ",
                "canary",
                "env:X",
                "Prod!",
                "the team",
                List.of("jdbc:mysql://x/y"),
                List.of("mon 10:00"),
                Map.of("maxLanes", 3)));
        assertThat(failure.problems())
                .extracting(Problem::path)
                .containsExactly(
                        "name",
                        "url",
                        "username",
                        "environment",
                        "team",
                        "replicas[0]",
                        "windows[0]",
                        "passwordFrom",
                        "policy.maxLanes");
        assertThat(failure.message() + failure.problems()).doesNotContain("canary");
    }

    @Test
    void engineThatIsNotKnownIsAnsweredWithThoseThatAre() {
        Failure failure = refused(spec("oracle", List.of(), Map.of()));
        assertThat(failure.code()).isEqualTo(Code.INVALID);
        assertThat(failure.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.path()).isEqualTo("engine");
            assertThat(problem.message()).contains("oracle", "postgresql", "mysql");
        });
    }

    @Test
    void engineWithoutADialectIsNotYet() {
        Failure failure = refused(spec("mongodb", List.of(), Map.of()));
        assertThat(failure.code()).isEqualTo(Code.NOT_YET);
        assertThat(failure.message()).contains("mongodb");
    }

    @Test
    void windowsAreReadAndPoliciesThatNobodyEnforcesAreNotYet() {
        assertThat(refused(spec("postgresql", List.of("mon 10:00"), Map.of())).code())
                .isEqualTo(Code.INVALID);
        assertThat(registration(spec("postgresql", List.of("Mon 10:00-12:00 UTC"), Map.of("after", "staging")))
                        .fresh())
                .satisfies(target -> {
                    assertThat(target.windows()).containsExactly("Mon 10:00-12:00 UTC");
                    assertThat(target.policy()).containsEntry("after", "staging");
                });
        Failure policy = refused(spec("postgresql", List.of(), Map.of("b", 1, "a", 2)));
        assertThat(policy.code()).isEqualTo(Code.NOT_YET);
        assertThat(policy.problems()).extracting(Problem::path).containsExactly("policy.a", "policy.b");
    }

    @Test
    void changeKeepsWhatItDoesNotNameAndNeverTheName() {
        Target now = registration(spec("postgresql", List.of(), Map.of())).fresh();
        Target after = registration(
                        new TargetSpec("shop", "postgresql", null, "other", null, null, null, "", null, null, null))
                .changed(now);
        assertThat(after.username()).isEqualTo("other");
        assertThat(after.url()).isEqualTo(URL);
        assertThat(after.team()).isNull();
        Failure failure = catchThrowableOfType(Failure.class, () -> registration(
                        new TargetSpec("new", "mysql", "x", null, "p", "env:P", null, null, null, null, null))
                .changed(now));
        assertThat(failure.problems())
                .extracting(Problem::path)
                .containsExactly("name", "engine", "passwordFrom", "url");
    }

    private static TargetSpec spec(String engine, List<String> windows, Map<String, Object> policy) {
        return new TargetSpec("shop", engine, URL, "app", "secret", null, "prod", "accounts", null, windows, policy);
    }

    private static Failure refused(TargetSpec spec) {
        Failure failure =
                catchThrowableOfType(Failure.class, () -> registration(spec).fresh());
        assertThat(failure).isNotNull();
        return failure;
    }

    private static Registration registration(TargetSpec spec) {
        PostgresDialect postgres = new PostgresDialect();
        return new Registration(
                spec,
                engine -> engine == Engine.POSTGRESQL ? Optional.of(postgres) : Optional.empty(),
                new Passwords(new StoreSettings(null, null), new KeySettings(null, null), Map.of()));
    }
}

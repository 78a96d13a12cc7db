package dev.lockkeeper.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.plan.PolicyText.Approvers;
import dev.lockkeeper.plan.PolicyText.Words;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PolicyReaderTest {

    private static final Words WORDS = new Words(
            List.of("ban-drop-column", "prefer-text"),
            List.of("long-transactions", "phase-approved"),
            List.of("phase-approved"),
            List.of("viewer", "approver", "admin"));

    @Test
    void everythingThatAPolicySaysIsRead() {
        PolicyText policy = PolicyReader.read(
                """
                environment: prod
                lint: {ban-drop-column: blocking, prefer-text: off}
                checks: {long-transactions: advisory}
                approvals:
                  count: 2
                  roles: [approver, admin]
                  phases:
                    contract: {count: 3}
                    verify: {roles: [admin]}
                """,
                WORDS);

        assertThat(policy)
                .isEqualTo(new PolicyText(
                        "prod",
                        Map.of("ban-drop-column", Level.BLOCKING, "prefer-text", Level.OFF),
                        Map.of("long-transactions", Level.ADVISORY),
                        new Approvers(
                                2,
                                List.of("approver", "admin"),
                                Map.of(
                                        "contract", new Approvers(3, List.of("approver", "admin"), Map.of()),
                                        "verify", new Approvers(2, List.of("admin"), Map.of())))));
    }

    @Test
    void jsonIsReadAsWell() {
        PolicyText policy = PolicyReader.read(
                "{\"lint\":{\"prefer-text\":\"blocking\"},\n\t\"approvals\":{\"count\":2,\"phases\":{\"contract\":{\"count\":1}}}}",
                WORDS);

        assertThat(policy.lint()).containsExactly(Map.entry("prefer-text", Level.BLOCKING));
        assertThat(policy.approvals().phases().get("contract").count()).isEqualTo(1);
    }

    @Test
    void whatIsLeftOutIsAsShipped() {
        assertThat(PolicyReader.read("{}", WORDS))
                .isEqualTo(new PolicyText(
                        null, Map.of(), Map.of(), new Approvers(1, List.of("approver"), Map.of())));
    }

    @Test
    void everythingThatIsWrongIsSaidAtOnce() {
        Failure failure = refused(
                """
                environment: prod now
                lint: {ban-drop-colum: blocking, prefer-text: loud}
                checks: {phase-approved: advisory, nothing: off}
                approvals: {count: 0, roles: [aprover, admin, admin], phases: {contract: {phases: {}}}}
                aprovals: {}
                """);

        assertThat(failure.code()).isEqualTo(Code.INVALID_POLICY);
        assertThat(failure).hasMessage("The policy has 10 errors; nothing was stored.");
        assertThat(failure.problems().stream()
                        .map(problem -> problem.line() + " " + problem.path() + ": " + problem.message()))
                .containsExactly(
                        "1 environment: 'prod now' is not an environment; use letters, digits and . _ -, or \"*\" for all without a policy of their own",
                        "2 lint.ban-drop-colum: there is no rule 'ban-drop-colum'; did you mean 'ban-drop-column'?",
                        "2 lint.prefer-text: 'prefer-text' must be one of off, advisory, blocking, not 'loud'",
                        "3 checks.phase-approved: the check 'phase-approved' is always blocking: nothing may run without it",
                        "3 checks.nothing: there is no check 'nothing'; possible are long-transactions, phase-approved",
                        "4 approvals.count: 'count' must be a whole number from 1 to 20; it is '0'",
                        "4 approvals.roles[0]: there is no role 'aprover'; did you mean 'approver'?",
                        "4 approvals.roles[2]: 'admin' is there twice",
                        "4 approvals.phases.contract.phases: a phase of 'approvals' has no key 'phases'; possible are count, roles",
                        "5 aprovals: a policy has no key 'aprovals'; did you mean 'approvals'?");
    }

    @Test
    void namesPassWhereNobodyKnowsThem() {
        Words nobody = new Words(List.of(), List.of(), List.of(), List.of("approver"));

        assertThat(PolicyReader.read("{lint: {whatever: off}, checks: {whatever: blocking}}", nobody)
                        .lint())
                .containsKey("whatever");
    }

    @Test
    void anythingThatIsNoPolicyIsRefused() {
        for (String text :
                List.of("", "[]", "3", "{", "lint: []", "approvals: 2", "approvals: {roles: []}", "a: &a [*a]")) {
            assertThat(refused(text).code()).as(text).isEqualTo(Code.INVALID_POLICY);
        }
        assertThat(refused("#".repeat(70_000)).code()).isEqualTo(Code.TOO_LARGE);
    }

    @Test
    void theExamplesArePolicies() throws IOException {
        Words words = new Words(List.of(), List.of(), List.of("phase-approved"), List.of("approver", "admin"));
        for (String name : List.of("prod.yml", "all.yml")) {
            assertThat(PolicyReader.read(Files.readString(Path.of("config/policies", name)), words)
                            .environment())
                    .isNotNull();
        }
    }

    private static Failure refused(String text) {
        Failure failure = catchThrowableOfType(Failure.class, () -> PolicyReader.read(text, WORDS));
        assertThat(failure).as(text).isNotNull();
        return failure;
    }
}

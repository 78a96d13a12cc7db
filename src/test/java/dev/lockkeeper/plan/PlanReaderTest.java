package dev.lockkeeper.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.plan.Gate.Approval;
import dev.lockkeeper.plan.Gate.Launch;
import dev.lockkeeper.plan.Step.ChunkSize;
import dev.lockkeeper.plan.Step.Guard;
import dev.lockkeeper.plan.Step.Throttle;
import dev.lockkeeper.plan.StepOptions.OnFailure;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PlanReaderTest {

    private static final Plan FULL = PlanReader.read(PlanFiles.FULL);

    @Test
    void readsTheHead() {
        assertThat(FULL.migration()).isEqualTo("all-of-it");
        assertThat(FULL.title()).isEqualTo("Everything once");
        assertThat(FULL.engine()).isEqualTo(Engine.POSTGRESQL);
        assertThat(FULL.owner()).isEqualTo("accounts");
        assertThat(FULL.strategy()).isEqualTo(Strategy.DIRECT);
        assertThat(FULL.requires()).containsExactly("before-it", "long-before");
        assertThat(FULL.ticket()).isEqualTo("ACC-1");
        assertThat(FULL.description()).isEqualTo("Two lines\nof Markdown.\n");
        assertThat(FULL.phases()).extracting(Phase::name).containsExactly("expand", "backfill", "verify", "contract");
    }

    @Test
    void fillsInWhatTheHeadLeavesOut() {
        Plan plan = PlanReader.read(PlanFiles.withSteps("- stopSync: {table: t}\n- keepInSync: {table: t, set: {a: b}}")
                .replace("- stopSync: {table: t}", "- wait: {for: 1s}"));
        assertThat(plan.title()).isEqualTo("one-phase");
        assertThat(plan.strategy()).isEqualTo(Strategy.EXPAND_CONTRACT);
        assertThat(plan.owner()).isNull();
        assertThat(plan.ticket()).isNull();
        assertThat(plan.description()).isEmpty();
        assertThat(plan.requires()).isEmpty();
    }

    @Test
    void readsTablesWithTheirKeys() {
        Step.CreateTable marked = step("expand", 0, Step.CreateTable.class);
        assertThat(marked.table()).isEqualTo(TableName.of("app.plans"));
        assertThat(marked.primaryKey()).containsExactly(id("id"));
        assertThat(marked.columns())
                .containsExactly(
                        new Column(id("id"), "bigint", false, null, null, false),
                        new Column(id("code"), "text", false, "'free'", "code <> ''", true),
                        new Column(id("price"), "numeric(10, 2)", true, "0", null, false));
        Step.CreateTable listed = step("expand", 1, Step.CreateTable.class);
        assertThat(listed.primaryKey()).containsExactly(id("b"), id("a"));
        assertThat(listed.columns()).noneMatch(Column::nullable);
    }

    @Test
    void readsColumnsAndIndexes() {
        assertThat(step("expand", 2, Step.AddColumn.class))
                .isEqualTo(new Step.AddColumn(
                        new StepOptions("first of all", Duration.ofMinutes(5), OnFailure.STOP),
                        TableName.of("users"),
                        new Column(id("first"), "text", true, "false", null, false)));
        assertThat(step("expand", 4, Step.CreateIndex.class))
                .isEqualTo(new Step.CreateIndex(
                        StepOptions.NONE,
                        id("users_lower_first_id_desc_idx"),
                        TableName.of("users"),
                        List.of("lower(first)", "id desc"),
                        true,
                        "btree",
                        "known"));
        assertThat(step("expand", 5, Step.DropIndex.class))
                .isEqualTo(new Step.DropIndex(
                        new StepOptions(null, null, OnFailure.CONTINUE), id("users_old_idx"), TableName.of("users")));
        assertThat(step("contract", 5, Step.DropColumn.class).keepFor()).isEqualTo(Duration.ofDays(7));
        assertThat(step("contract", 1, Step.AddCheck.class).constraint()).isEqualTo(id("users_check"));
    }

    @Test
    void givesBackfillAndVerifyTheExpressionsOfTheSync() {
        Map<Identifier, String> sync = Map.of(id("first"), "split_part(name, ' ', 1)", id("known"), "true");
        assertThat(step("expand", 3, Step.KeepInSync.class).set()).isEqualTo(sync);
        assertThat(step("backfill", 0, Step.Backfill.class))
                .isEqualTo(new Step.Backfill(
                        StepOptions.NONE,
                        TableName.of("users"),
                        sync,
                        true,
                        Guard.NULL,
                        new ChunkSize(Duration.ofSeconds(1), 5, 50, 1 << 20),
                        3,
                        new Throttle(Duration.ofSeconds(5), 40, Duration.ofMinutes(10)),
                        true));
        assertThat(step("verify", 0, Step.Verify.class).same()).isEqualTo(sync);
        assertThat(step("verify", 0, Step.Verify.class).fromSync()).isTrue();
        assertThat(FULL.syncOf(TableName.of("users"))).isPresent();
    }

    @Test
    void keepsTheOrderOfExpressions() {
        assertThat(step("expand", 3, Step.KeepInSync.class).set().keySet()).containsExactly(id("first"), id("known"));
    }

    @Test
    void fillsInWhatABackfillLeavesOut() {
        assertThat(step("backfill", 1, Step.Backfill.class))
                .isEqualTo(new Step.Backfill(
                        StepOptions.NONE,
                        TableName.of("users"),
                        Map.of(id("score"), "0"),
                        false,
                        Guard.NONE,
                        ChunkSize.DEFAULT,
                        2,
                        Throttle.NONE,
                        false));
    }

    @Test
    void readsQuestionsAndWaits() {
        assertThat(step("verify", 2, Step.Assert.class).expect()).isEqualTo("0");
        assertThat(step("verify", 3, Step.Assert.class).expect()).isNull();
        assertThat(step("verify", 4, Step.RowCount.class).within()).isEqualTo(0.005);
        assertThat(step("verify", 5, Step.RowCount.class).within()).isZero();
        assertThat(step("verify", 6, Step.Wait.class))
                .isEqualTo(new Step.Wait(StepOptions.NONE, Duration.ofMinutes(10), null, null, Duration.ofSeconds(5)));
        assertThat(step("verify", 7, Step.Wait.class))
                .isEqualTo(new Step.Wait(StepOptions.NONE, null, "select true", "t", Duration.ofSeconds(1)));
    }

    @Test
    void readsStatementsInATransactionUnlessTheyRefuseOne() {
        assertThat(step("contract", 2, Step.Sql.class))
                .isEqualTo(new Step.Sql(StepOptions.NONE, "select 1", "select 2", null, false));
        assertThat(step("contract", 3, Step.Sql.class))
                .isEqualTo(new Step.Sql(StepOptions.NONE, "select 1", null, "nothing is written", true));
    }

    @Test
    void opensTheGateOfAPhaseThatWritesNone() {
        assertThat(gate("work", "")).isEqualTo(Gate.OPEN);
        assertThat(gate("work", "gate: {soak: 1s}"))
                .isEqualTo(new Gate(Launch.AUTO, Duration.ofSeconds(1), Approval.NONE, List.of()));
    }

    @Test
    void closesTheGateOfContractUnlessTheFileSaysOtherwise() {
        assertThat(gate("contract", "")).isEqualTo(Gate.OF_CONTRACT);
        assertThat(gate("contract", "gate: {soak: 1s}"))
                .isEqualTo(new Gate(Launch.MANUAL, Duration.ofSeconds(1), Approval.REQUIRED, List.of()));
        assertThat(gate("contract", "gate: {launch: auto, approval: none}")).isEqualTo(Gate.OPEN);
    }

    @Test
    void readsTheWholeGate() {
        assertThat(FULL.phase("backfill").orElseThrow().gate())
                .isEqualTo(new Gate(Launch.MANUAL, Duration.ofDays(2), Approval.REQUIRED, List.of("One", "Two")));
    }

    @Test
    void cutsALongDefaultNameToWhatPostgresqlKeeps() {
        String table = "ü".repeat(30);
        Plan plan =
                PlanReader.read(PlanFiles.withSteps("- createIndex: {table: %s, columns: [email]}".formatted(table)));
        Step.CreateIndex index =
                (Step.CreateIndex) plan.phases().getFirst().steps().getFirst();
        assertThat(index.index().text()).endsWith("ü_idx").doesNotContain("email");
        assertThat(index.index().text().getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(63);
    }

    @Test
    void readsEveryEngineBecauseTargetsRefuseThem() {
        for (Engine engine : Engine.values()) {
            String yaml = PlanFiles.withSteps("- wait: {for: 1s}").replace("postgresql", engine.wire());
            assertThat(PlanReader.read(yaml).engine()).isEqualTo(engine);
        }
    }

    @Test
    void readsBytesAndIgnoresAByteOrderMark() {
        assertThat(PlanReader.read(("\uFEFF" + PlanFiles.FULL).getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(FULL);
    }

    @Test
    void readsAliases() {
        Plan plan = PlanReader.read(
                PlanFiles.withSteps(
                        """
                - backfill: {table: &t users, set: &s {a: b}}
                - verify: {table: *t, same: *s}"""));
        assertThat(plan.phases().getFirst().steps().get(1))
                .isEqualTo(new Step.Verify(StepOptions.NONE, TableName.of("users"), Map.of(id("a"), "b"), false));
    }

    @Test
    void knowsEveryStepThereIs() {
        assertThat(Arrays.stream(Step.class.getPermittedSubclasses())
                        .map(Class::getSimpleName)
                        .map(name -> Character.toLowerCase(name.charAt(0)) + name.substring(1)))
                .containsExactlyInAnyOrderElementsOf(StepReader.supported());
        assertThat(FULL.phases().stream()
                        .flatMap(phase -> phase.steps().stream())
                        .map(Step::kind)
                        .distinct())
                .containsExactlyInAnyOrderElementsOf(StepReader.supported());
    }

    @ParameterizedTest
    @MethodSource("dev.lockkeeper.plan.PlanFiles#examples")
    void readsTheExample(java.nio.file.Path file) {
        Plan plan = PlanReader.read(PlanFiles.text(file));
        assertThat(file).hasFileName(plan.migration() + ".yaml");
        assertThat(plan.phase("contract").orElseThrow().gate().approval()).isEqualTo(Approval.REQUIRED);
    }

    private static Gate gate(String phase, String gate) {
        String yaml =
                PlanFiles.withSteps("- wait: {for: 1s}").replace("phase: work", "phase: " + phase + "\n    " + gate);
        return PlanReader.read(yaml).phases().getFirst().gate();
    }

    private static <T extends Step> T step(String phase, int index, Class<T> type) {
        return type.cast(FULL.phase(phase).orElseThrow().steps().get(index));
    }

    private static Identifier id(String text) {
        return new Identifier(text);
    }
}

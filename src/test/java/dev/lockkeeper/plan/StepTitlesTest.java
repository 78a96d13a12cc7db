package dev.lockkeeper.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StepTitlesTest {

    @Test
    void sayWhatAStepDoes() {
        assertThat(PlanReader.read(PlanFiles.FULL).phases().stream()
                        .flatMap(phase -> phase.steps().stream())
                        .map(Step::title))
                .containsExactly(
                        "create table app.plans",
                        "create table pairs",
                        "first of all",
                        "keep first, known of users in sync",
                        "create index users_lower_first_id_desc_idx on users",
                        "drop index users_old_idx",
                        "backfill users",
                        "backfill users",
                        "verify users",
                        "verify users",
                        "none left",
                        "record a value",
                        "count the rows of users",
                        "count the rows of app.plans",
                        "wait",
                        "wait for a value",
                        "set not null on users first, known",
                        "add check users_check to users",
                        "sql",
                        "sql",
                        "stop the sync of users",
                        "drop users.name");
    }
}

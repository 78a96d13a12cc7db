package dev.lockkeeper.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.run.Paces.Keeping;
import dev.lockkeeper.run.Paces.Word;
import dev.lockkeeper.testing.Crew;
import dev.lockkeeper.testing.Databases;
import dev.lockkeeper.testing.Databases.Database;
import dev.lockkeeper.testing.LockkeeperTest;
import dev.lockkeeper.testing.People;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@LockkeeperTest
class PacesTest {

    private static final Word GO = new Word("go", null, 0, null, List.of());
    private static final Word STOP = new Word(
            "stop",
            "replica lag 8.2 s, limit 5 s",
            2,
            25L,
            List.of(new ThrottleSignal("replicaLag", 8.2, 5.0, "s", true)));

    @Autowired
    People people;

    @Autowired
    Paces paces;

    @Autowired
    RunFacts facts;

    @Autowired
    JdbcClient store;

    private long run;
    private Claim claim;

    @BeforeEach
    void aRun(TestInfo test) {
        Database database = Databases.fresh("paces");
        String name = "p" + Integer.toHexString(test.getDisplayName().hashCode());
        Crew crew = new Crew(people, database, name);
        run = crew.launch(crew.approved(
                """
                migration: %s
                title: Nothing
                engine: postgresql
                phases: [{phase: all, steps: [{assert: {query: select 1}}]}]
                """
                        .formatted(name)));
        crew.await(run, "succeeded");
        claim = store.sql("select run, task, epoch from claims where run = :run")
                .param("run", run)
                .query((row, n) -> new Claim(row.getLong(1), row.getString(2), row.getLong(3)))
                .single();
    }

    @Test
    void whoSleptWhileAnotherTookTheRunUpDoesNotSilenceTheOthersSampler() {
        Claim sleeper = new Claim(run, claim.task(), claim.epoch() - 1);
        UUID alive = paces.begin(claim, "all/0");
        assertThatThrownBy(() -> paces.begin(sleeper, "all/0"))
                .isInstanceOf(Failure.class)
                .extracting(failure -> ((Failure) failure).code())
                .isEqualTo(Code.FENCED);
        assertThat(paces.say(run, alive, GO, Keeping.NOT)).isTrue();
        assertThat(facts.pace(run).go()).isTrue();
    }

    @Test
    void nobodyGoesBeforeTheFirstWordAndLaterAsItSays() {
        UUID sampler = paces.begin(claim, "all/0");
        assertThat(facts.pace(run).go()).isFalse();
        assertThat(facts.pace(run).age()).isLessThan(Duration.ofSeconds(10));
        paces.say(run, sampler, GO, Keeping.NOT);
        assertThat(facts.pace(run).go()).isTrue();
        assertThat(facts.pace(run).working()).isNull();
        paces.say(run, sampler, STOP, Keeping.NOT);
        paces.working(run, sampler, List.of(1, 3));
        assertThat(facts.pace(run).go()).isFalse();
        assertThat(facts.pace(run).rest()).isEqualTo(2);
        assertThat(facts.pace(run).chunk()).isEqualTo(Duration.ofMillis(25));
        assertThat(facts.pace(run).working()).isEqualTo(Set.of(1, 3));
    }

    @Test
    void whoHasLostTheRunSaysNothingMore() {
        UUID dead = paces.begin(claim, "all/0");
        UUID alive = paces.begin(claim, "all/0");
        assertThat(paces.say(run, dead, GO, Keeping.CHANGE)).isFalse();
        paces.working(run, dead, List.of(7));
        assertThat(facts.pace(run).go()).isFalse();
        assertThat(facts.pace(run).working()).isNull();
        assertThat(paces.history(run, false, 10)).isEmpty();
        assertThat(paces.say(run, alive, GO, Keeping.CHANGE)).isTrue();
        assertThat(facts.pace(run).go()).isTrue();
    }

    @Test
    void anOldVerdictIsAsOldAsTheStoreSays() {
        UUID sampler = paces.begin(claim, "all/0");
        paces.say(run, sampler, GO, Keeping.NOT);
        store.sql("update run_pace set sampled_at = sampled_at - interval '16 s' where run = :run")
                .param("run", run)
                .update();
        assertThat(facts.pace(run).age()).isGreaterThan(Duration.ofSeconds(15));
    }

    @Test
    void historyKeepsChangesAndThinsWhatIsBetween() {
        UUID sampler = paces.begin(claim, "all/0");
        paces.say(run, sampler, GO, Keeping.CHANGE);
        for (int i = 0; i < 200; i++) {
            paces.say(run, sampler, GO, Keeping.SAMPLE);
        }
        paces.say(run, sampler, STOP, Keeping.CHANGE);
        store.sql(
                        "update run_throttle set at = timestamptz '2026-01-01 00:00Z' + (id - (select min(id) from run_throttle where run = :run))"
                                + " * interval '5 s' where run = :run")
                .param("run", run)
                .update();
        paces.thin(run);
        List<ThrottleSample> history = paces.history(run, false, 500);
        assertThat(history).hasSizeBetween(4, 5);
        assertThat(history.getFirst().reason()).isEqualTo("replica lag 8.2 s, limit 5 s");
        assertThat(history.getFirst().signals()).isEqualTo(STOP.signals());
        assertThat(paces.history(run, true, 500)).hasSize(2);
    }

    @Test
    void historyOfAnySizeIsCut() {
        store.sql(
                        "insert into run_throttle (run, step, verdict, changed, signals) select :run, 'all/0', 'go', true, '[]'"
                                + " from generate_series(1, 3500)")
                .param("run", run)
                .update();
        paces.thin(run);
        assertThat(store.sql("select count(*) from run_throttle where run = :run")
                        .param("run", run)
                        .query(Long.class)
                        .single())
                .isEqualTo(3000);
    }
}

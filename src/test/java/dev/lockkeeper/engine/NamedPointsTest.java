package dev.lockkeeper.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockkeeper.testing.Databases;
import dev.lockkeeper.testing.Databases.Database;
import dev.lockkeeper.testing.Fleet;
import dev.lockkeeper.testing.ServerProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Servers are killed and frozen while their workers stand at named points. One server carries a run for each point, so that one signal
 * meets it at all of them at once; then somebody else has to bring every one of them to its end, with each row written once.
 *
 * <p>Two kills and one freeze a point, so that it is done in a minute or two; with {@code -Dlockkeeper.points=many}, for a
 * build at night, six kills and six freezes.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NamedPointsTest {

    private static final Duration LONG = Duration.ofSeconds(90);

    private static final boolean MANY = "many".equals(System.getProperty("lockkeeper.points"));

    /** Runs a point in each round. */
    private static final int EACH = MANY ? 2 : 1;

    private enum Fate {
        KILLED_ALONE("killed, nobody else there, started again"),
        KILLED("killed, another server there"),
        FROZEN("frozen, another server there, and woken when all was done");

        private final String words;

        Fate(String words) {
            this.words = words;
        }
    }

    @TempDir
    static Path data;

    private final Database target = Databases.fresh("points");
    private Fleet fleet;
    private ServerProcess victim;
    private ServerProcess survivor;
    private int tables;

    @BeforeAll
    void twoServersThatHaveInstalledTheirLedger() {
        fleet = new Fleet(data, target, Map.of("LOCKKEEPER_ENGINE_TAKEOVER", "2s", "LOCKKEEPER_ENGINE_TICK", "200ms"));
        victim = fleet.start(1).getFirst();
        target.run("create table warm (id bigint primary key)");
        long warm = fleet.launch(
                victim,
                fleet.approved(
                        victim,
                        """
                migration: warm-up
                title: Makes the ledger
                engine: postgresql
                strategy: direct
                phases:
                  - phase: expand
                    steps:
                      - addColumn: {table: warm, column: m, type: int}
                """));
        await().atMost(LONG).until(() -> fleet.state(warm).equals("succeeded"));
        NamedPoint.install(target, fleet.store());
    }

    @AfterAll
    void stop() {
        fleet.close();
    }

    @TestFactory
    Stream<DynamicContainer> whatAServerHadInHandIsDoneOnceByAnother() {
        // A server that was killed in the last round needs no other in its place.
        List<Fate> fates = MANY
                ? List.of(Fate.KILLED_ALONE, Fate.KILLED, Fate.FROZEN, Fate.FROZEN, Fate.FROZEN, Fate.KILLED)
                : List.of(Fate.KILLED_ALONE, Fate.FROZEN, Fate.KILLED);
        return IntStream.range(0, fates.size()).mapToObj(i -> round(fates.get(i), i == fates.size() - 1));
    }

    private DynamicContainer round(Fate fate, boolean last) {
        if (fate != Fate.KILLED_ALONE && survivor == null) {
            survivor = fleet.another();
        }
        List<NamedPoint.Stand> stands = stands();
        if (survivor != null) {
            survivor.freeze();
        }
        stands.forEach(stand -> stand.launchedAs(fleet.launch(victim, stand.migration())));
        untilAllHaveStood(stands);
        assertThat(stands).allMatch(stand -> fleet.carries(victim, stand.run()));
        switch (fate) {
            case KILLED_ALONE -> killedAlone(stands);
            case KILLED -> killed(stands, last);
            case FROZEN -> frozen(stands);
        }
        return DynamicContainer.dynamicContainer(
                fate.words,
                stands.stream()
                        .map(stand -> DynamicTest.dynamicTest(
                                stand.point().words() + " (" + stand.migration() + ")", () -> isRight(stand, fate))));
    }

    private List<NamedPoint.Stand> stands() {
        List<NamedPoint.Stand> stands = new ArrayList<>();
        for (NamedPoint point : NamedPoint.values()) {
            for (int i = 0; i < EACH; i++) {
                tables++;
                NamedPoint.Stand stand = point.new Stand(target, fleet.store(), "t" + tables, tables);
                fleet.approved(victim, stand.yaml());
                stand.block(fleet.store()
                        .ask("select digest from revisions where migration = '" + stand.migration() + "'"));
                stands.add(stand);
            }
        }
        return stands;
    }

    /** Those that ask for a lock again and again stand there each time for a moment only, so having stood is enough for them. */
    private static void untilAllHaveStood(List<NamedPoint.Stand> stands) {
        Set<NamedPoint.Stand> stood = new HashSet<>();
        await().atMost(LONG).pollInterval(Duration.ofMillis(20)).until(() -> {
            stands.stream().filter(NamedPoint.Stand::stands).forEach(stood::add);
            return stood.size() == stands.size()
                    && stands.stream()
                            .filter(stand -> !stand.point().asksAgain())
                            .allMatch(NamedPoint.Stand::stands);
        });
    }

    private void killedAlone(List<NamedPoint.Stand> stands) {
        victim.kill();
        releaseInStore(stands);
        victim = fleet.another();
        passesAll(victim, stands, System.nanoTime());
    }

    private void killed(List<NamedPoint.Stand> stands, boolean last) {
        long began = System.nanoTime();
        victim.kill();
        survivor.thaw();
        releaseInStore(stands);
        CompletableFuture<ServerProcess> next = CompletableFuture.supplyAsync(() -> {
            untilCarriedBy(survivor, stands, began);
            return last ? victim : fleet.another();
        });
        passesAll(survivor, stands, began);
        victim = survivor;
        survivor = next.join();
    }

    private void frozen(List<NamedPoint.Stand> stands) {
        long began = System.nanoTime();
        victim.freeze();
        survivor.thaw();
        releaseInStore(stands);
        passesAll(survivor, stands, began);
        String before = standing(stands);
        victim.thaw();
        await("it says so of each").atMost(LONG).until(() -> stands.stream().allMatch(stand -> victim.log()
                .contains("Task phase " + stand.run() + " was taken over while this server stood still")));
        assertThat(standing(stands)).as("it has written nothing").isEqualTo(before);
        ServerProcess woken = victim;
        victim = survivor;
        survivor = woken;
    }

    /** All that a worker could write about the runs, in the store and in the target. */
    private String standing(List<NamedPoint.Stand> stands) {
        String runs = String.join(
                ", ", stands.stream().map(stand -> String.valueOf(stand.run())).toList());
        return fleet.store()
                        .ask(
                                "select string_agg(t, ' ') from (select 'run ' || r as t from runs r where id in ("
                                        + runs
                                        + ") union all select 'phase ' || p from run_phases p where run in (" + runs
                                        + ") union all select 'step ' || s from run_steps s where run in (" + runs
                                        + ") union all select 'progress ' || p from run_progress p where run in ("
                                        + runs
                                        + ") union all select 'event ' || id from run_events where run in (" + runs
                                        + ") union all select 'task ' || task_instance from scheduled_tasks order by 1) all_of_it")
                + target.ask("select string_agg(t, ' ') from (select 'run ' || r as t from lockkeeper.run r union all"
                        + " select 'journal ' || j from lockkeeper.journal j union all select 'lane ' || l from lockkeeper.lane l"
                        + " union all select 'fact ' || f from lockkeeper.fact f order by 1) all_of_it");
    }

    private static void releaseInStore(List<NamedPoint.Stand> stands) {
        stands.stream().filter(NamedPoint.Stand::inStore).forEach(NamedPoint.Stand::release);
    }

    private void untilCarriedBy(ServerProcess server, List<NamedPoint.Stand> stands, long began) {
        await("taken up").atMost(LONG).pollInterval(Duration.ofMillis(20)).until(() -> stands.stream()
                .allMatch(stand -> fleet.carries(server, stand.run())));
        System.out.printf(
                "Taken up all of %d runs after %.1f s%n", stands.size(), (System.nanoTime() - began) / 1_000_000_000.0);
    }

    private void passesAll(ServerProcess server, List<NamedPoint.Stand> stands, long began) {
        untilCarriedBy(server, stands, began);
        stands.stream().filter(stand -> !stand.inStore()).forEach(NamedPoint.Stand::release);
        await("all succeeded").atMost(LONG).until(() -> stands.stream()
                .allMatch(stand -> Set.of("succeeded", "failed", "stuck").contains(fleet.state(stand.run()))));
        System.out.printf("All done after %.1f s%n", (System.nanoTime() - began) / 1_000_000_000.0);
    }

    private void isRight(NamedPoint.Stand stand, Fate fate) {
        String events = fleet.events(stand.run());
        assertThat(fleet.state(stand.run())).as(events).isEqualTo("succeeded");
        assertThat(events).as(fate.words).contains("Its server went away; another takes it up.");
        assertThat(events).doesNotContain("failed");
        assertThat(stand.wrong()).as(events).isEmpty();
        await("no session is left").atMost(LONG).until(() -> !stand.hasSessions());
    }
}

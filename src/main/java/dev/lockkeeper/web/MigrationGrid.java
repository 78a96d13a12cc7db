package dev.lockkeeper.web;

import dev.lockkeeper.catalog.MigrationLine;
import dev.lockkeeper.catalog.Policy;
import dev.lockkeeper.run.RunLine;
import dev.lockkeeper.run.RunState;
import dev.lockkeeper.run.Standing;
import dev.lockkeeper.security.Person;
import dev.lockkeeper.security.Role;
import dev.lockkeeper.web.ListChoices.Choices;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where migrations stand: a row each, a column an environment, and in each cell its targets.
 *
 * @param left environments for which there is no room
 */
record MigrationGrid(List<String> environments, List<String> left, List<Row> rows) {

    private static final int COLUMNS = 6;

    record Row(MigrationLine migration, List<Cell> cells) {}

    /**
     * @param spots the targets that matter most
     * @param more how many there are besides
     * @param moreHref where all of them are
     * @param possible whether a target of its engine is there at all
     */
    record Cell(String environment, List<Spot> spots, long more, String moreHref, boolean possible) {}

    /**
     * A target in a cell.
     *
     * @param revision that the mark speaks of
     * @param percent of the walk that goes on, null when none does or its size is unknown
     * @param newer the newest revision when the mark speaks of an older one, else null
     * @param before the older revision that has succeeded there when the mark speaks of the newest, else null
     * @param href the next thing to look at
     */
    record Spot(
            String target,
            Mark mark,
            int revision,
            @Nullable String percent,
            @Nullable Integer newer,
            @Nullable Integer before,
            String href) {}

    /** Who reads, and what is asked for where. @param environment the only one that is shown, null for all */
    record Reading(Person person, Map<String, Policy> policies, Choices choices, @Nullable String environment) {}

    static MigrationGrid of(List<MigrationLine> migrations, List<Standing> standings, Reading reading) {
        List<String> all = reading.environment() != null
                ? List.of(reading.environment())
                : Stream.concat(
                                reading.choices().environments().stream(),
                                standings.stream().map(Standing::environment))
                        .distinct()
                        .sorted(EnvironmentOrder.COMPARATOR)
                        .toList();
        // Those that come last are the ones that matter.
        List<String> shown = all.subList(Math.max(0, all.size() - COLUMNS), all.size());
        Map<String, List<Standing>> cells =
                standings.stream().collect(Collectors.groupingBy(each -> each.migration() + "/" + each.environment()));
        List<Row> rows = migrations.stream()
                .map(migration -> new Row(
                        migration,
                        shown.stream()
                                .map(environment -> cell(
                                        migration,
                                        environment,
                                        cells.getOrDefault(migration.id() + "/" + environment, List.of()),
                                        reading))
                                .toList()))
                .toList();
        return new MigrationGrid(shown, all.subList(0, all.size() - shown.size()), rows);
    }

    private static Cell cell(MigrationLine migration, String environment, List<Standing> there, Reading reading) {
        List<Spot> spots = new ArrayList<>();
        there.forEach(standing -> spots.add(spot(migration, standing, reading)));
        long all = there.isEmpty() ? 0 : there.getFirst().beside();
        String more = reading.environment() == null
                ? Address.grid(migration.id(), environment)
                : Address.runs(migration.id(), environment);
        boolean possible = reading.choices().has(environment, migration.engine());
        return new Cell(environment, spots, all - spots.size(), more, possible);
    }

    private static Spot spot(MigrationLine migration, Standing standing, Reading reading) {
        RunLine run = standing.run();
        boolean ofNewest = run != null && run.revision() == migration.latest();
        if (run != null && (ofNewest || run.state().active())) {
            return ofRun(migration, standing, run, ofNewest ? null : migration.latest(), reading);
        }
        Mark said = said(standing, reading);
        if (said != null) {
            Integer before = run != null && run.state() == RunState.SUCCEEDED ? run.revision() : null;
            String href = next(migration, standing, reading);
            return new Spot(standing.target(), said, migration.latest(), null, null, before, href);
        }
        if (run == null) {
            throw new IllegalStateException("nothing is known of " + migration.id() + " on " + standing.target());
        }
        return ofRun(migration, standing, run, migration.latest(), reading);
    }

    private static Spot ofRun(
            MigrationLine migration, Standing standing, RunLine run, @Nullable Integer newer, Reading reading) {
        boolean over = newer != null && !run.state().active();
        Mark state = Mark.of(run);
        Mark mark = over && run.state() == RunState.SUCCEEDED ? new Mark(state.glyph(), state.word(), "hold") : state;
        String href = over ? next(migration, standing, reading) : Address.run(run.id());
        return new Spot(
                standing.target(), mark, run.revision(), RunRow.of(run).percent(), over ? newer : null, null, href);
    }

    /** Null when nobody has said anything of the newest revision there. */
    private static @Nullable Mark said(Standing standing, Reading reading) {
        if (standing.rejecter() != null) {
            return Mark.REJECTED;
        }
        if (standing.approvers().isEmpty()) {
            return null;
        }
        int asked = asked(standing, reading);
        return enough(standing, reading)
                ? Mark.APPROVED
                : new Mark("dotted", standing.approvers().size() + " of " + asked + " approvals", "run");
    }

    private static int asked(Standing standing, Reading reading) {
        Policy policy = reading.policies().get(standing.environment());
        return policy == null ? 1 : policy.approvals().count();
    }

    private static boolean enough(Standing standing, Reading reading) {
        return standing.rejecter() == null && standing.approvers().size() >= asked(standing, reading);
    }

    /** The board for who may launch what is approved, else the review. */
    private static String next(MigrationLine migration, Standing standing, Reading reading) {
        boolean launch = !standing.approvers().isEmpty()
                && enough(standing, reading)
                && reading.person().may(Role.OPERATOR, standing.environment(), standing.team());
        return launch
                ? Address.board(migration.id(), migration.latest(), standing.target())
                : Address.review(migration.id(), migration.latest(), standing.target());
    }
}

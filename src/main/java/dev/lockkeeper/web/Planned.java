package dev.lockkeeper.web;

import dev.lockkeeper.catalog.Migrations;
import dev.lockkeeper.catalog.Revision;
import dev.lockkeeper.plan.Phase;
import dev.lockkeeper.run.GateWait;
import dev.lockkeeper.run.RunLine;
import dev.lockkeeper.run.Runs;
import dev.lockkeeper.security.Person;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads what is to come: runs that wait for their start, and soaks that end. */
@Component
class Planned {
    private final Runs runs;
    private final Migrations migrations;

    Planned(Runs runs, Migrations migrations) {
        this.runs = runs;
        this.migrations = migrations;
    }

    /** @param to after it */
    List<CalendarEntry> between(Instant from, Instant to, Runs.Place place, Person person) {
        List<CalendarEntry> entries = new ArrayList<>();
        runs.scheduled(from, to, place, person).forEach(run -> entries.add(CalendarEntry.scheduled(run)));
        soaking(place, person).stream()
                .filter(entry -> !entry.at().isBefore(from) && entry.at().isBefore(to))
                .forEach(entries::add);
        return entries;
    }

    private List<CalendarEntry> soaking(Runs.Place place, Person person) {
        List<RunLine> soaking = runs.soaking(place, person).stream()
                .filter(run -> GateWait.soaks(run.waitingFor()))
                .toList();
        Map<String, Revision> revisions = migrations.revisions(soaking.stream()
                .map(run -> run.migration() + "/" + run.revision())
                .toList());
        List<CalendarEntry> entries = new ArrayList<>();
        for (RunLine run : soaking) {
            Instant ends = ends(run, revisions.get(run.migration() + "/" + run.revision()));
            if (ends != null) {
                entries.add(CalendarEntry.soak(run, ends));
            }
        }
        return entries;
    }

    private static @Nullable Instant ends(RunLine run, @Nullable Revision revision) {
        Instant since = run.phaseBefore();
        if (since == null || run.phase() == null || revision == null) {
            return null;
        }
        return revision.plan()
                .phase(run.phase())
                .map(Phase::gate)
                .map(gate -> since.plus(gate.soak()))
                .orElse(null);
    }
}

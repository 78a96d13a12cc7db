package dev.lockkeeper.run;

import dev.lockkeeper.Failure;
import dev.lockkeeper.Paged;
import dev.lockkeeper.security.Person;
import dev.lockkeeper.security.Sight;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What a person may see of runs. What they may not see is not there. */
@Component
class VisibleRuns {

    private final RunReader reader;
    private final EventStore events;
    private final Paces paces;
    private final RunLines lines;
    private final RunDays days;
    private final Standings standings;

    VisibleRuns(RunReader reader, EventStore events, Paces paces, RunLines lines, RunDays days, Standings standings) {
        this.reader = reader;
        this.events = events;
        this.paces = paces;
        this.lines = lines;
        this.days = days;
        this.standings = standings;
    }

    @Transactional(readOnly = true)
    public Run get(long id, Person by) {
        return reader.find(id)
                .filter(run -> by.sees(run.environment(), run.team()))
                .orElseThrow(() -> RunStore.missing(id));
    }

    @Transactional(readOnly = true)
    public Paged<Run> list(RunReader.Filter filter, int limit, @Nullable String after, Person by) {
        int size = size(limit);
        List<Run> found = reader.list(filter, before(after), size + 1, by.grants());
        boolean more = found.size() > size;
        List<Run> page = more ? found.subList(0, size) : found;
        return new Paged<>(page, more ? String.valueOf(page.getLast().id()) : null);
    }

    @Transactional(readOnly = true)
    public List<RunEvent> events(long id, long after, int limit, Person by) {
        get(id, by);
        return events.after(id, after, size(limit));
    }

    @Transactional(readOnly = true)
    public List<RunEvent> lastEvents(long id, int limit, Person by) {
        get(id, by);
        return events.last(id, size(limit));
    }

    @Transactional(readOnly = true)
    public List<ThrottleSample> throttle(long id, boolean changes, int limit, Person by) {
        get(id, by);
        return paces.history(id, changes, size(limit));
    }

    @Transactional(readOnly = true)
    public Paged<RunLine> search(RunSearch search, int limit, @Nullable String after, Person by) {
        RunLines.refuseNul(search.text());
        RunLines.refuseNul(search.migration());
        RunLines.refuseNul(search.target());
        RunLines.refuseNul(search.environment());
        RunLines.refuseNul(search.team());
        RunLines.refuseNul(search.engine());
        return lines.page(search, size(limit), after, Sight.of(by));
    }

    @Transactional(readOnly = true)
    public List<RunLine> activeOn(List<String> targets, Person by) {
        return lines.activeOn(targets, Sight.of(by));
    }

    @Transactional(readOnly = true)
    public Map<RunState, Long> active(Person by) {
        return lines.active(Sight.of(by));
    }

    @Transactional(readOnly = true)
    public List<RunDay> happened(Instant from, Instant to, int most, Runs.Place place, Person by) {
        refuseNul(place);
        return days.happened(from, to, most, place, Sight.of(by));
    }

    @Transactional(readOnly = true)
    public List<RunLine> scheduled(Instant from, Instant to, Runs.Place place, Person by) {
        refuseNul(place);
        return days.scheduled(from, to, place, Sight.of(by));
    }

    private static void refuseNul(Runs.Place place) {
        RunLines.refuseNul(place.environment());
        RunLines.refuseNul(place.team());
        RunLines.refuseNul(place.target());
    }

    @Transactional(readOnly = true)
    public List<Standing> standings(Map<String, Integer> revisions, @Nullable String environment, int most, Person by) {
        return standings.of(revisions, environment, most, by);
    }

    private static int size(int limit) {
        return Math.clamp(limit, 1, Paged.MAX_LIMIT);
    }

    private static long before(@Nullable String after) {
        if (after == null) {
            return Long.MAX_VALUE;
        }
        try {
            return Long.parseLong(after);
        } catch (NumberFormatException e) {
            throw Failure.invalid("'" + after + "' is not a cursor.", "Send 'after' as the page before gave it.");
        }
    }
}

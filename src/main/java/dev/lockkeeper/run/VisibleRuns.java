package dev.lockkeeper.run;

import dev.lockkeeper.Failure;
import dev.lockkeeper.Paged;
import dev.lockkeeper.security.Person;
import dev.lockkeeper.security.Sight;
import dev.lockkeeper.store.Where;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What a person may see of runs. What they may not see is not there. */
@Component
class VisibleRuns {

    /** What reads many runs at once. */
    @Component
    record Lists(RunLines lines, RunDays days, Standings standings) {}

    private final RunReader reader;
    private final EventStore events;
    private final Paces paces;
    private final SeriesStore series;
    private final Lists lists;

    VisibleRuns(RunReader reader, EventStore events, Paces paces, SeriesStore series, Lists lists) {
        this.reader = reader;
        this.events = events;
        this.paces = paces;
        this.series = series;
        this.lists = lists;
    }

    @Transactional(readOnly = true)
    public Run get(long id, Person by) {
        return find(id, by).orElseThrow(() -> RunStore.missing(id));
    }

    @Transactional(readOnly = true)
    public Optional<Run> find(long id, Person by) {
        return reader.find(id).filter(run -> by.sees(run.environment(), run.team()));
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
    public List<RunEvent> told(long id, int limit, Person by) {
        get(id, by);
        return events.told(id, size(limit));
    }

    @Transactional(readOnly = true)
    public List<RunSeries.Sample> sampled(long id, int limit, Person by) {
        get(id, by);
        return events.sampled(id, size(limit)).stream().map(SeriesStore::sample).toList();
    }

    @Transactional(readOnly = true)
    public RunSeries series(long id, Person by) {
        get(id, by);
        return series.of(id);
    }

    @Transactional(readOnly = true)
    public List<ThrottleSample> throttle(long id, boolean changes, int limit, Person by) {
        get(id, by);
        return paces.history(id, changes, size(limit));
    }

    @Transactional(readOnly = true)
    public Paged<RunLine> search(RunSearch search, int limit, @Nullable String after, Person by) {
        Where.refuseNul(
                search.text(),
                search.migration(),
                search.target(),
                search.environment(),
                search.team(),
                search.engine());
        return lists.lines().page(search, size(limit), after, Sight.of(by));
    }

    @Transactional(readOnly = true)
    public List<RunLine> activeOn(List<String> targets, Person by) {
        return lists.lines().activeOn(targets, Sight.of(by));
    }

    @Transactional(readOnly = true)
    public Map<RunState, Long> active(Person by) {
        return lists.lines().active(Sight.of(by));
    }

    @Transactional(readOnly = true)
    public List<RunDay> happened(Instant from, Instant to, int most, Runs.Place place, Person by) {
        refuseNul(place);
        return lists.days().happened(from, to, most, place, Sight.of(by));
    }

    @Transactional(readOnly = true)
    public List<RunLine> scheduled(Instant from, Instant to, Runs.Place place, Person by) {
        refuseNul(place);
        return lists.days().scheduled(from, to, place, Sight.of(by));
    }

    @Transactional(readOnly = true)
    public List<RunLine> soaking(Runs.Place place, Person by) {
        refuseNul(place);
        return lists.lines().soaking(RunDays.where(place, Sight.of(by)));
    }

    private static void refuseNul(Runs.Place place) {
        Where.refuseNul(place.environment(), place.team(), place.target());
    }

    @Transactional(readOnly = true)
    public List<Standing> standings(Map<String, Integer> revisions, @Nullable String environment, int most, Person by) {
        return lists.standings().of(revisions, environment, most, by);
    }

    @Transactional(readOnly = true)
    public Set<String> launched(Map<String, Integer> revisions, Person by) {
        return lists.standings().launched(revisions, by);
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

package dev.lockkeeper.run;

import dev.lockkeeper.Paged;
import dev.lockkeeper.check.Attestation;
import dev.lockkeeper.check.Board;
import dev.lockkeeper.check.Boards;
import dev.lockkeeper.check.Given;
import dev.lockkeeper.run.Wishes.Wished;
import dev.lockkeeper.security.Person;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What people do with runs: launch, wish, watch. Each writes its event and its audit record in the same transaction. */
@Component
public class Runs {

    private final Launches launches;
    private final Gates gates;
    private final Wishes wishes;
    private final Rollbacks rollbacks;
    private final VisibleRuns views;
    private final RunFeed feed;

    Runs(Launches launches, Gates gates, Wishes wishes, Rollbacks rollbacks, VisibleRuns views, RunFeed feed) {
        this.launches = launches;
        this.gates = gates;
        this.wishes = wishes;
        this.rollbacks = rollbacks;
        this.views = views;
        this.feed = feed;
    }

    /**
     * @param revision null for the latest
     * @param phases names of the phases to carry out, a leading part of the plan; empty for all
     * @param startAt null for now
     */
    public record LaunchRequest(
            String migration,
            @Nullable Integer revision,
            String target,
            List<String> phases,
            @Nullable Instant startAt,
            boolean dryRun,
            List<Override> override,
            List<String> checklist,
            List<Attestation> attested) {

        /** Without attestations. */
        public LaunchRequest(
                String migration,
                @Nullable Integer revision,
                String target,
                List<String> phases,
                @Nullable Instant startAt,
                boolean dryRun,
                List<Override> override,
                List<String> checklist) {
            this(migration, revision, target, phases, startAt, dryRun, override, checklist, List.of());
        }

        Given given() {
            return new Given(Set.copyOf(checklist), attested, startAt);
        }
    }

    /** Somebody takes a failed check upon themselves. */
    public record Override(String check, String reason) {}

    /** @param run null for a dry run or a no-go */
    public record Launched(@Nullable Run run, Board board) {}

    /**
     * Reads the board and launches: run row, frozen SQL, event, audit record and task in one transaction. A no-go comes back as a board
     * without a run.
     *
     * @throws dev.lockkeeper.Failure {@code already-applied}, {@code already-running}, {@code forbidden} (needs operator), {@code not-found}
     */
    public Launched launch(LaunchRequest request, Person by) {
        return launches.launch(request, by);
    }

    /** The board of a phase that is next, or of a new run. */
    public Board board(String migration, @Nullable Integer revision, String target, @Nullable String phase, Person by) {
        return launches.board(migration, revision, target, phase, by);
    }

    /** What that board asks; {@link #read} asks the target, and {@code Boards.again} only the store. */
    public Boards.Question question(
            String migration, @Nullable Integer revision, String target, @Nullable String phase, Person by) {
        return launches.question(migration, revision, target, phase, by);
    }

    /** The board of a question, as {@link #board} reads it. */
    public Boards.Reading read(Boards.Question question) {
        return launches.read(question);
    }

    /** Opens the gate before the phase. A no-go comes back as a board without a run. */
    public Launched open(long run, String phase, List<Override> override, Set<String> confirmed, Person by) {
        return gates.open(run, phase, override, Given.confirmed(confirmed), by);
    }

    /** The same, with what no server tells. */
    public Launched open(long run, String phase, List<Override> override, Given given, Person by) {
        return gates.open(run, phase, override, given, by);
    }

    /** Each throws {@code illegal-state} with the present state when the wish makes no sense now. */
    public Run pause(long run, @Nullable String reason, Person by) {
        return wishes.grant(new Wished(run, "pause", reason, by), held -> WishRules.pause(held, by, Instant.now()));
    }

    public Run resume(long run, @Nullable String reason, Person by) {
        return wishes.grant(new Wished(run, "resume", reason, by), held -> WishRules.resume(held, by, Instant.now()));
    }

    public Run cancel(long run, @Nullable String reason, Person by) {
        return wishes.grant(new Wished(run, "cancel", reason, by), held -> WishRules.cancel(held, by, Instant.now()));
    }

    /** Tries the failed or stuck step again. */
    public Run retry(long run, @Nullable String reason, Person by) {
        return wishes.grant(new Wished(run, "retry", reason, by), held -> WishRules.retry(held, by, Instant.now()));
    }

    /** @param to the phase that stays; null undoes all. @throws dev.lockkeeper.Failure {@code irreversible}, naming every step */
    public Run rollBack(long run, @Nullable String to, @Nullable String reason, Person by) {
        return wishes.grant(new Wished(run, "rollback", reason, by), held -> rollbacks.answer(held, to, by));
    }

    public Run dial(long run, int dial, Person by) {
        return wishes.dial(run, dial, by);
    }

    /** @throws dev.lockkeeper.Failure {@code not-found}, also for what the person may not see */
    public Run get(long run, Person by) {
        return views.get(run, by);
    }

    /** Empty also for what the person may not see. */
    public Optional<Run> find(long run, Person by) {
        return views.find(run, by);
    }

    /** Newest first. Any filter may be null. */
    public Paged<Run> list(
            @Nullable String migration,
            @Nullable String target,
            @Nullable Boolean active,
            int limit,
            @Nullable String after,
            Person by) {
        return views.list(new RunReader.Filter(migration, target, active), limit, after, by);
    }

    /** What a calendar is narrowed to. Null leaves it wide. */
    public record Place(@Nullable String environment, @Nullable String team, @Nullable String target) {}

    /** One page of a list, as it is narrowed and sorted. */
    public Paged<RunLine> search(RunSearch search, int limit, @Nullable String after, Person by) {
        return views.search(search, limit, after, by);
    }

    /** Active ones on these targets, newest first, at most as many as a page has. */
    public List<RunLine> activeOn(List<String> targets, Person by) {
        return views.activeOn(targets, by);
    }

    /** How many are active in each state. */
    public Map<RunState, Long> active(Person by) {
        return views.active(by);
    }

    /** Days of UTC on which runs began in the time given. @param most runs of one day */
    public List<RunDay> happened(Instant from, Instant to, int most, Place place, Person by) {
        return views.happened(from, to, most, place, by);
    }

    /** Those that wait for their start in the time given, by it. */
    public List<RunLine> scheduled(Instant from, Instant to, Place place, Person by) {
        return views.scheduled(from, to, place, by);
    }

    /** Those that wait at a gate for their soak to end, newest first. */
    public List<RunLine> soaking(Place place, Person by) {
        return views.soaking(place, by);
    }

    /** Those of which a run of that revision is there. @param revisions migration to revision */
    public Set<String> launched(Map<String, Integer> revisions, Person by) {
        return views.launched(revisions, by);
    }

    /**
     * Where migrations stand.
     *
     * @param revisions migration to its newest revision
     * @param environment null for all
     * @param most targets of one migration in one environment, those that matter most first
     */
    public List<Standing> standings(Map<String, Integer> revisions, @Nullable String environment, int most, Person by) {
        return views.standings(revisions, environment, most, by);
    }

    /** Those after the id, oldest first, at most {@code limit}. */
    public List<RunEvent> events(long run, long after, int limit, Person by) {
        return views.events(run, after, limit, by);
    }

    /** The newest for people, newest first: without those that only carry numbers of a walk. */
    public List<RunEvent> told(long run, int limit, Person by) {
        return views.told(run, limit, by);
    }

    /** The newest samples of walks, newest first, as they were written. */
    public List<RunSeries.Sample> sampled(long run, int limit, Person by) {
        return views.sampled(run, limit, by);
    }

    /** How the walks of the run went from first to last, in a few hundred points. */
    public RunSeries series(long run, Person by) {
        return views.series(run, by);
    }

    /** What the throttle said, newest first, at most {@code limit}. @param changes only what said something new */
    public List<ThrottleSample> throttle(long run, boolean changes, int limit, Person by) {
        return views.throttle(run, changes, limit, by);
    }

    /** Calls the listener, on a thread of ours, whenever something of the run has changed, at most a few times a second. Close to stop. */
    public AutoCloseable watch(long run, Consumer<Long> listener) {
        return feed.watch(run, listener);
    }
}

package dev.lockkeeper.run;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.Failure.Problem;
import dev.lockkeeper.run.Wishes.Wished;
import dev.lockkeeper.security.Person;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What people decide on rows that a walk has left out: each decision writes its event and its audit record in the same transaction. */
@Component
public class Holes {

    private final Wishes wishes;
    private final HoleStore holes;

    Holes(Wishes wishes, HoleStore holes) {
        this.wishes = wishes;
        this.holes = holes;
    }

    /** What can be done about a hole. */
    public enum Action {
        RETRY(HoleState.RETRYING),
        ACCEPT(HoleState.ACCEPTED);

        private final HoleState to;

        Action(HoleState to) {
            this.to = to;
        }

        public String wire() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** @param hole its id */
    public record Decision(long run, String hole, Action action, @Nullable String reason) {

        /**
         * What was sent, with everything that is wrong with it at once.
         *
         * @throws Failure {@code invalid}
         */
        public static Decision of(long run, String hole, @Nullable String action, @Nullable String reason) {
            List<Problem> problems = new ArrayList<>();
            Action known = null;
            for (Action each : Action.values()) {
                known = each.wire().equals(action) ? each : known;
            }
            if (known == null) {
                problems.add(new Problem(
                        0,
                        0,
                        "action",
                        action == null ? "'action' is missing" : "'" + action + "' is neither retry nor accept"));
            }
            if (known != Action.RETRY && (reason == null || reason.isBlank())) {
                problems.add(new Problem(0, 0, "reason", "'reason' is missing: a row is accepted with a reason only"));
            }
            if (known == null || !problems.isEmpty()) {
                String all = problems.stream().map(Problem::message).collect(Collectors.joining("; "));
                throw new Failure(
                        Code.INVALID,
                        all + ". Nothing was decided.",
                        "Send {\"action\": \"retry\"} or {\"action\": \"accept\", \"reason\": why}.",
                        problems);
            }
            return new Decision(run, hole, known, reason == null || reason.isBlank() ? null : reason.strip());
        }
    }

    /**
     * Wishes that the row is tried again, or lets the phase end without it. A run that is stuck over its holes goes on when one is to be
     * tried, and when none is open any more.
     *
     * @throws Failure {@code not-found}, {@code forbidden} (needs operator), {@code illegal-state}
     */
    public Run decide(Decision decision, Person by) {
        String verb = "hole." + decision.action().wire();
        return wishes.grant(
                new Wished(decision.run(), verb, decision.reason(), by), held -> answer(held, decision, by));
    }

    private Wishes.Answer answer(Run run, Decision decision, Person by) {
        RunHole hole = find(run, decision.hole());
        if (!run.state().active()) {
            throw Wishes.illegal(run, "decision on a hole");
        }
        if (!holes.decide(run.id(), hole.id(), decision.action().to, decision.reason(), by.username())) {
            throw new Failure(
                    Code.ILLEGAL_STATE,
                    "Hole " + hole.id() + " of run " + run.id() + " is "
                            + hole.state().wire() + " and takes no "
                            + decision.action().wire() + " now. Nothing was changed.",
                    "Only an open hole, or one that is to be tried again, can be decided on.");
        }
        String what =
                decision.action() == Action.ACCEPT ? " is accepted as it is by " : " is to be tried again, wishes ";
        String done = "Row " + hole.row() + " of " + hole.table() + what + by.username() + ".";
        return new Wishes.Answer(move(run, hole, decision.action()), done, Instant.now(), facts(hole));
    }

    private RunHole find(Run run, String hole) {
        try {
            return holes.find(run.id(), Long.parseLong(hole)).orElseThrow(() -> Failure.notFound("hole", hole));
        } catch (NumberFormatException e) {
            throw Failure.notFound("hole", hole);
        }
    }

    private static RunStore.Move move(Run run, RunHole decided, Action action) {
        boolean overHoles = run.state() == RunState.STUCK
                && run.error() != null
                && run.error().code().equals(Code.OPEN_HOLES.wire());
        boolean last = run.openHoles().stream().allMatch(hole -> hole.id() == decided.id());
        if (!overHoles || (action == Action.ACCEPT && !last)) {
            return new RunStore.Move(run.state(), run.wish(), run.waitingFor(), run.error(), run.rollbackTo());
        }
        boolean back = run.wish() == Wish.ROLL_BACK;
        return new RunStore.Move(
                back ? RunState.ROLLING_BACK : RunState.RUNNING,
                back ? Wish.ROLL_BACK : Wish.GO,
                null,
                null,
                run.rollbackTo());
    }

    private static Map<String, Object> facts(RunHole hole) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("hole", hole.id());
        facts.put("step", hole.step());
        facts.put("table", hole.table());
        facts.put("key", hole.key());
        facts.put("error", hole.error());
        return facts;
    }
}

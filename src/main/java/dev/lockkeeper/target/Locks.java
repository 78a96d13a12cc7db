package dev.lockkeeper.target;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.audit.AuditLog;
import dev.lockkeeper.security.Person;
import dev.lockkeeper.security.Role;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Sessions on a target, and ending them. */
@Component
public class Locks {

    private final Targets targets;
    private final AuditLog audit;
    private final TransactionTemplate transaction;

    Locks(Targets targets, AuditLog audit, TransactionTemplate transaction) {
        this.targets = targets;
        this.audit = audit;
        this.transaction = transaction;
    }

    /** How a session is ended. */
    public enum End {
        /** Its statement; the session stays. */
        CANCEL,
        /** The session, and with it its transaction. */
        TERMINATE;

        public String wire() {
            return this == CANCEL ? "cancel" : "terminate";
        }
    }

    /** @param mark of the session that was looked at, null for whichever has the number now */
    public record Wish(String target, long session, @Nullable String mark, End how) {}

    /** @throws Failure {@code not-found}, {@code target-unreachable}, {@code login-refused} */
    public List<Session> sessions(String target, Person by) {
        return targets.ask(target, by, TargetSession::sessions);
    }

    /**
     * Ends a session or its statement. Recorded before it is done, because the target cannot commit together with the record: what the
     * record says is that it was asked for.
     *
     * @param evenOurs whether a session of a run is meant to be ended too
     * @throws Failure {@code not-found} without such a session, {@code forbidden} (needs operator), {@code illegal-state} for one of a run
     *     or of another database, and when it is not the one that was looked at, {@code missing-privilege} of the login
     */
    public void end(Wish wish, @Nullable String reason, boolean evenOurs, Person by) {
        String target = wish.target();
        long id = wish.session();
        End how = wish.how();
        Session session = toEnd(target, id, by);
        requireMeant(session, wish);
        requireEndable(target, session, how, evenOurs);
        transaction.executeWithoutResult(status ->
                audit.record(by.actor(), "session." + how.wire(), "target:" + target, values(session), null, reason));
        boolean done = targets.ask(target, by, open -> how == End.CANCEL ? open.cancel(id) : open.terminate(id));
        if (!done) {
            throw gone(target, id, how);
        }
    }

    private static void requireMeant(Session session, Wish wish) {
        if (wish.mark() != null && !session.is(wish.mark(), wish.how() == End.CANCEL)) {
            throw new Failure(
                    Code.ILLEGAL_STATE,
                    "Session " + session.id() + " on target '" + wish.target()
                            + "' is another one by now, or at another statement. Nothing was ended.",
                    "Look at it again, and end it if it is still in the way.");
        }
    }

    /**
     * The session, for somebody who may end it.
     *
     * @throws Failure {@code not-found} without such a session, {@code forbidden} (needs operator)
     */
    public Session toEnd(String target, long id, Person by) {
        Target on = targets.get(target, by);
        by.require(Role.OPERATOR, on.environment(), on.team());
        return sessions(target, by).stream()
                .filter(one -> one.id() == id)
                .findFirst()
                .orElseThrow(() -> gone(target, id, End.TERMINATE));
    }

    private static void requireEndable(String target, Session session, End how, boolean evenOurs) {
        if (session.elsewhere() != null) {
            throw new Failure(
                    Code.ILLEGAL_STATE,
                    "Session " + session.id() + " is connected to another database of the server ("
                            + session.elsewhere() + ") than target '" + target + "'. Nothing was ended.",
                    "Ask whoever answers for that database, or end it as a target of its own.");
        }
        if (session.ours() && !evenOurs) {
            throw new Failure(
                    Code.ILLEGAL_STATE,
                    "Session " + session.id() + " belongs to run " + session.run() + ". Nothing was ended.",
                    "Pause the run instead: it lets go between two chunks or statements. Or say that one of ours is meant ('ours').");
        }
        if (session.state().equals("prepared")) {
            throw new Failure(
                    Code.ILLEGAL_STATE,
                    "That is a " + session.application() + ", which has no session to " + how.wire()
                            + ". Nothing was ended.",
                    "Commit or roll it back on the target: commit prepared, or rollback prepared.");
        }
    }

    private static Failure gone(String target, long id, End how) {
        String what = how == End.CANCEL ? "no statement of a session " : "no session ";
        return new Failure(
                Code.NOT_FOUND,
                "There is " + what + id + " on target '" + target + "' any more. Nothing was ended.",
                "Look at the sessions again.");
    }

    private static Map<String, Object> values(Session session) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("session", session.id());
        values.put("user", session.user());
        values.put("application", session.application());
        values.put("state", session.state());
        if (session.statement() != null) {
            values.put("statement", session.statement());
        }
        return values;
    }
}

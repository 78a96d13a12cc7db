package dev.lockkeeper.api;

import dev.lockkeeper.security.CurrentPerson;
import dev.lockkeeper.target.LockTree;
import dev.lockkeeper.target.Locks;
import dev.lockkeeper.target.Locks.End;
import dev.lockkeeper.target.Session;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/v1/targets/{name}/locks}: who is connected, who blocks whom, and ending them. */
@RestController
@Tag(name = "Targets")
@RequestMapping("/api/v1/targets/{name}/locks")
class LocksApi {

    private final Locks locks;
    private final CurrentPerson person;

    LocksApi(Locks locks, CurrentPerson person) {
        this.locks = locks;
        this.person = person;
    }

    /** @param tree only sessions that block others, and those below them */
    record LocksView(List<SessionView> sessions, List<NodeView> tree) {}

    /**
     * @param since when it began to wait, else when its transaction began
     * @param mark tells it, and what it is at, from another of the same number
     * @param elsewhere another database of the server that it is connected to; left out for the target's own
     */
    record SessionView(
            long id,
            String user,
            String application,
            @Nullable String client,
            String mark,
            String state,
            @Nullable String statement,
            @Nullable Instant transactionSince,
            @Nullable Instant waitingSince,
            @Nullable Instant since,
            @Nullable String lock,
            List<Long> blockedBy,
            boolean ours,
            @Nullable Long run,
            @Nullable String elsewhere) {

        static SessionView of(Session session) {
            return new SessionView(
                    session.id(),
                    session.user(),
                    session.application(),
                    session.client(),
                    session.mark(),
                    session.state(),
                    session.statement(),
                    session.transactionSince(),
                    session.waitingSince(),
                    session.waitingSince() == null ? session.transactionSince() : session.waitingSince(),
                    session.lock(),
                    session.blockedBy(),
                    session.ours(),
                    session.run(),
                    session.elsewhere());
        }
    }

    /** @param again stands elsewhere in the tree with those below it; left out otherwise */
    record NodeView(
            long session,
            @Nullable String statement,
            @Nullable Instant since,
            boolean ours,
            @Nullable Boolean again,
            List<NodeView> blocks) {

        static NodeView of(LockTree.Node node) {
            SessionView session = SessionView.of(node.session());
            return new NodeView(
                    session.id(),
                    session.statement(),
                    session.since(),
                    session.ours(),
                    node.again() ? true : null,
                    node.blocks().stream().map(NodeView::of).toList());
        }
    }

    /**
     * @param ours true when a session of a run is meant to be ended too
     * @param mark of the session as it was read; left out for whichever has the number now
     */
    record EndBody(@Nullable String reason, @Nullable Boolean ours, @Nullable String mark) {}

    record Ended(long session, String done) {}

    @GetMapping
    @Operation(summary = "Sessions, and who blocks whom")
    LocksView locks(@PathVariable String name) {
        List<Session> sessions = locks.sessions(name, person.get());
        return new LocksView(
                sessions.stream().map(SessionView::of).toList(),
                LockTree.of(sessions).roots().stream().map(NodeView::of).toList());
    }

    @PostMapping("/{session}/cancel")
    @Operation(summary = "End the statement of a session")
    Ended cancel(
            @PathVariable String name,
            @PathVariable long session,
            @RequestBody(required = false) @Nullable EndBody body) {
        return end(name, session, End.CANCEL, body);
    }

    @PostMapping("/{session}/terminate")
    @Operation(summary = "End a session")
    Ended terminate(
            @PathVariable String name,
            @PathVariable long session,
            @RequestBody(required = false) @Nullable EndBody body) {
        return end(name, session, End.TERMINATE, body);
    }

    private Ended end(String name, long session, End how, @Nullable EndBody body) {
        boolean ours = body != null && Boolean.TRUE.equals(body.ours());
        Locks.Wish wish = new Locks.Wish(name, session, body == null ? null : body.mark(), how);
        locks.end(wish, body == null ? null : body.reason(), ours, person.get());
        return new Ended(session, how.wire());
    }
}

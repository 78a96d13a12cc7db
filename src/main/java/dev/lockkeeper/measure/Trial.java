package dev.lockkeeper.measure;

import dev.lockkeeper.lint.sql.Act;
import dev.lockkeeper.lint.sql.ObjectName;
import dev.lockkeeper.lint.sql.Parsed;
import dev.lockkeeper.lint.sql.SqlReader;
import dev.lockkeeper.measure.AllowedActs.Gap;
import dev.lockkeeper.measure.AllowedActs.Way;
import dev.lockkeeper.target.Statement.Lock;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Runs the statements of one plan on its copy, in the plan's order. */
final class Trial {

    private final Connection connection;
    private final SqlReader reader;
    private final Copying copy;
    private final Deadline deadline;
    /** Tables that are no more on the copy what they would be on the target. */
    private final Set<String> apart = new HashSet<>();

    private @Nullable String allApart;

    Trial(Connection connection, SqlReader reader, Copying copy, Deadline deadline) {
        this.connection = connection;
        this.reader = reader;
        this.copy = copy;
        this.deadline = deadline;
    }

    List<Measured> run(List<Asked> asked) throws SQLException {
        List<Measured> measured = new ArrayList<>();
        for (Asked one : asked) {
            measured.add(run(one));
        }
        return measured;
    }

    /** An author's several statements are measured one by one, and are one answer. */
    private Measured run(Asked asked) throws SQLException {
        Map<Place, Lock> locks = new HashMap<>();
        List<String> troubles = new ArrayList<>();
        for (Parsed piece : reader.read(asked.sql()).statements()) {
            try {
                piece(piece, asked.kept()).forEach((place, lock) -> locks.merge(place, lock, Trial::both));
            } catch (NotMeasured e) {
                troubles.add(piece.number() == 1 ? e.why() : "line " + piece.line() + ": " + e.why());
                if (asked.kept() && !e.isApplied()) {
                    leaveOut(AllowedActs.gap(piece.act()));
                }
            }
        }
        return troubles.isEmpty() ? new Measured(locks, null) : Measured.not(String.join("; ", troubles));
    }

    private Map<Place, Lock> piece(Parsed piece, boolean kept) throws SQLException {
        deadline.check();
        if (allApart != null) {
            throw new NotMeasured(allApart);
        }
        AllowedActs.way(piece.act());
        SentText text = SentText.of(piece.text());
        Calls.check(text.tokens());
        String sent = text.text();
        Act act = only(sent);
        Way way = AllowedActs.way(act);
        refuseApart(text);
        if (way == Way.APPLIED) {
            if (kept) {
                send(sent);
            }
            throw NotMeasured.applied();
        }
        Map<Place, Lock> locks = measured(sent, kept);
        refuseUnlike(locks);
        return locks;
    }

    /** What is sent is read once more, since it is that which must be allowed. */
    private Act only(String sent) {
        List<Parsed> again = reader.read(sent).statements();
        if (again.size() != 1 || !again.getFirst().text().equals(sent)) {
            throw new NotMeasured("it is not one plain statement");
        }
        return again.getFirst().act();
    }

    private Map<Place, Lock> measured(String sent, boolean kept) throws SQLException {
        boolean done = false;
        connection.setAutoCommit(false);
        try {
            Reading reading = Reading.before(connection);
            send(sent);
            Map<Place, Lock> locks = reading.after();
            if (kept) {
                // Each in a transaction of its own, so that the locks are its own; the database goes anyway.
                connection.commit();
            }
            done = true;
            return locks;
        } finally {
            if (!done || !kept) {
                connection.rollback();
            }
            connection.setAutoCommit(true);
        }
    }

    private void send(String sent) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(sent);
        } catch (SQLException e) {
            if (connection.isClosed()) {
                throw e;
            }
            throw new NotMeasured("the copy refuses it: " + Refusals.said(e));
        }
    }

    private void refuseApart(SentText text) {
        for (Token token : text.tokens()) {
            if (token.name() && apart.contains(token.value())) {
                throw new NotMeasured("a statement before it on " + token.value() + " was not measured");
            }
            if (token.name()) {
                copy.troubleOf(token.value()).ifPresent(why -> {
                    throw new NotMeasured("the copy of " + token.value() + " is not whole: " + why);
                });
            }
        }
    }

    private void refuseUnlike(Map<Place, Lock> locks) {
        locks.keySet().forEach(place -> copy.trouble(place).ifPresent(why -> {
            throw new NotMeasured("the copy of " + place.table() + " is not whole: " + why);
        }));
    }

    private void leaveOut(Gap gap) {
        switch (gap) {
            case Gap.Nothing nothing -> {}
            case Gap.Tables tables ->
                tables.tables().stream().map(ObjectName::name).forEach(apart::add);
            case Gap.Everything everything ->
                allApart = "a statement before it was not measured, and nobody knows what it changes";
        }
    }

    private static Lock both(Lock one, Lock other) {
        Lock stronger = Reading.strength(other) > Reading.strength(one) ? other : one;
        return new Lock(
                stronger.mode(),
                stronger.blocks(),
                one.rewrites() || other.rewrites(),
                one.scans() || other.scans(),
                stronger.source());
    }
}

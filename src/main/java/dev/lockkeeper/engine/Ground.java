package dev.lockkeeper.engine;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.target.Ledger;
import dev.lockkeeper.target.Rows;
import dev.lockkeeper.target.RowsWork;
import dev.lockkeeper.target.TargetSession;
import java.util.Optional;

/**
 * What the lanes of a walk were planned on: the table and its key. A table of the same name or another key would be walked by borders that
 * mean nothing there, and rows would be left out or written twice without a word.
 */
final class Ground {

    private Ground() {}

    /** Before the lanes are planned, so that there are no lanes without it. */
    static void remember(TargetSession session, RowsWork work, Rows rows) {
        session.ledger().remember(work.run(), name(work), rows.ground());
    }

    /**
     * Nothing happens on ground that a walk may be planned anew on: it goes on to its end, and {@link #renewed} tells it then.
     *
     * @throws Failure {@code table-changed}
     */
    static void check(TargetSession session, RowsWork work, Rows rows) {
        Optional<String> planned = session.ledger().recall(work.run(), name(work));
        String now = rows.ground();
        if (!planned.equals(Optional.of(now)) && planned.filter(rows::renews).isEmpty()) {
            throw new Failure(
                    Code.TABLE_CHANGED,
                    "The walk over " + work.table() + " was planned on " + planned.orElse("nothing that is known")
                            + ", and it is now " + now + ". What was written before stays; nothing more was written.",
                    "Give the table its former name and key back, then retry. A table of MySQL or MariaDB that was truncated or rebuilt is"
                            + " another one to its server, and no row may be written twice under guard: none: roll back then, and launch anew.");
        }
    }

    /** Whether the rows lie elsewhere than when the lanes were planned, so that these do not tell any more that each was looked at. */
    static boolean renewed(TargetSession session, RowsWork work, Rows rows) {
        return session.ledger()
                .recall(work.run(), name(work))
                .filter(planned -> !planned.equals(rows.ground()))
                .filter(rows::renews)
                .isPresent();
    }

    /** Whether a walk of that name was begun. */
    static boolean remembered(Ledger ledger, long run, String step) {
        return ledger.recall(run, name(step)).isPresent();
    }

    private static String name(RowsWork work) {
        return name(work.step());
    }

    private static String name(String step) {
        return "ground: " + step;
    }
}

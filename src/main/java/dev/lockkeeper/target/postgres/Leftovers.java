package dev.lockkeeper.target.postgres;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.target.Statement;
import dev.lockkeeper.target.Statement.Leftover;
import dev.lockkeeper.target.Statement.Mode;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Indexes whose build was interrupted: they are there, cost every write, and no query uses them. {@code if not exists} would take them for
 * done.
 */
final class Leftovers {

    /** After a failure the clean-up is a courtesy, which a server that is told to stop waits for; the next try has no limit. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Sending sql;

    Leftovers(Sending sql) {
        this.sql = sql;
    }

    /**
     * Drops the index when it is invalid.
     *
     * @throws Failure {@code lock-not-granted} while somebody is still building it, perhaps our own statement of a lost connection
     */
    void clear(Leftover leftover, Consumer<Statement> run) throws SQLException {
        if (!isThere(leftover)) {
            return;
        }
        Optional<String> builder = builder(leftover);
        if (builder.isPresent()) {
            throw new Failure(
                    Code.LOCK_NOT_GRANTED,
                    "Session " + builder.get() + " is still building index " + leftover.name()
                            + ". Nothing was changed.",
                    "Wait for it, or cancel that session; the index is looked at again then.");
        }
        run.accept(new Statement(leftover.drop(), Mode.CONCURRENTLY, null, TableLocks.SHARE_UPDATE_EXCLUSIVE));
    }

    /** @return the reason, which also tells what is left when that could not be cleared away */
    Failure clearAfter(Leftover leftover, Consumer<Statement> run, Failure reason) {
        try {
            clear(leftover, run);
            return reason;
        } catch (SQLException | Failure e) {
            reason.addSuppressed(e);
            return new Failure(
                    reason.code(),
                    reason.message() + " An unfinished index is left behind, because it could not be dropped yet.",
                    reason.advice() + " Another try and a rollback drop what is left; by hand: " + leftover.drop()
                            + ".",
                    reason);
        }
    }

    private boolean isThere(Leftover leftover) throws SQLException {
        return sql.first("select true from pg_index where not (indisvalid and indisready) and indexrelid = "
                        + Quoting.regclass(leftover.name()))
                .isPresent();
    }

    private Optional<String> builder(Leftover leftover) throws SQLException {
        return sql.first(
                "select pid from pg_stat_progress_create_index where datid = (select oid from pg_database where datname ="
                        + " current_database()) and pid <> pg_backend_pid() and index_relid = "
                        + Quoting.regclass(leftover.name()));
    }
}

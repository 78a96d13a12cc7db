package dev.lockkeeper.target.mysql;

import dev.lockkeeper.target.TargetAccess;
import java.sql.Connection;
import java.sql.SQLException;

/** Ends what another session does, over a connection of its own: the protocol has no message for it. */
final class Killing {

    private final TargetAccess access;
    private final long session;

    /** @param session of ours, whose statement is to be ended */
    Killing(TargetAccess access, long session) {
        this.access = access;
        this.session = session;
    }

    /** May be called by any thread. One that does nothing is left alone. */
    void statement() {
        try (Connection other = Connecting.open(access, "lockkeeper")) {
            new Sending(other).run("kill query " + session);
        } catch (SQLException e) {
            // 1094: it has ended meanwhile.
            if (SqlFailures.number(e) != 1094) {
                throw SqlFailures.of("cancelling a statement of ours", e);
            }
        }
    }
}

package dev.lockkeeper.target.mysql;

import dev.lockkeeper.target.JournalEntry;
import java.sql.Connection;
import java.sql.SQLException;

/** Writes {@code done} for a statement in the transaction that carries the statement. */
interface Journal {

    void done(Connection connection, JournalEntry entry) throws SQLException;
}

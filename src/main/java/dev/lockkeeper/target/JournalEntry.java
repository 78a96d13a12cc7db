package dev.lockkeeper.target;

/**
 * Names a statement in the ledger.
 *
 * @param step {@code phase/index} of its step
 * @param statement 0-based place in the step
 * @param direction {@code forward} or {@code back}
 */
public record JournalEntry(long run, String step, int statement, String direction) {}

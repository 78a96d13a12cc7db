package dev.lockkeeper.target;

/**
 * Something about a table or its server that a backfill sets off, or that gets past a sync trigger.
 *
 * @param words what it is and what comes of it, as a sentence without its full stop
 * @param stops whether rows could be lost or be wrong because of it, so that nothing may be begun
 */
public record Hazard(String words, boolean stops) {}

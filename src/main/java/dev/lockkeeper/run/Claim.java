package dev.lockkeeper.run;

/**
 * The right to write facts about a run, given to a task when a server takes it up. Whoever takes the same task up later has a greater
 * epoch; from then on nothing is written with this one.
 *
 * @param task name and instance: {@code lane 42/backfill/0/1}
 * @param epoch also what the target's ledger knows the worker by
 */
public record Claim(long run, String task, long epoch) {}

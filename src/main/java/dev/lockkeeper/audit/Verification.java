package dev.lockkeeper.audit;

import org.jspecify.annotations.Nullable;

/**
 * What a walk along the chain found.
 *
 * @param records how many were read
 * @param head the hash at the end of the chain; write it down elsewhere to prove later that nothing before it changed
 * @param firstBad the first record that is not what was written, null when all are
 * @param problem what is wrong with it in words, null when nothing is
 */
public record Verification(boolean ok, long records, String head, @Nullable Long firstBad, @Nullable String problem) {}

package dev.lockkeeper.catalog;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One change of an environment's policy; the newest is what holds.
 *
 * @param policy null when it was taken away
 */
public record PolicyChange(long id, String environment, @Nullable Policy policy, String by, Instant at) {}

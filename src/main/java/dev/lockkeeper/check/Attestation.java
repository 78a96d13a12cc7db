package dev.lockkeeper.check;

import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Somebody's word for what no server tells, given at the launch.
 *
 * @param check that it answers
 * @param link to what can be read of it
 * @param at when it was so: the time of a backup; null for now
 */
public record Attestation(String check, URI link, @Nullable Instant at) {}

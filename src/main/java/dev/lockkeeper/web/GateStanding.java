package dev.lockkeeper.web;

import dev.lockkeeper.plan.Gate;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The gate that a run stands at, and what of it is still open.
 *
 * @param phase the phase behind the gate
 * @param wanted the approvals that the phase still needs, null for none
 * @param soakUntil when the soak ends, null for none or when it has ended
 * @param needsPerson whether somebody has to open it: so says the gate, or the launch left the phase out
 */
record GateStanding(
        String phase, Gate gate, @Nullable Wanted wanted, @Nullable Instant soakUntil, boolean needsPerson) {}

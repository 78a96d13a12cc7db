package dev.lockkeeper.api;

import dev.lockkeeper.Failure;
import dev.lockkeeper.check.Attestation;
import dev.lockkeeper.check.Given;
import dev.lockkeeper.run.Runs;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is sent to the calls about runs. */
final class RunsApiBodies {
    private RunsApiBodies() {}

    /** @param check id of a check of the board */
    record OverrideBody(@Nullable String check, @Nullable String reason) {

        static List<Runs.Override> all(@Nullable List<OverrideBody> bodies) {
            return bodies == null
                    ? List.of()
                    : bodies.stream().map(OverrideBody::override).toList();
        }

        private Runs.Override override() {
            if (check == null || reason == null || reason.isBlank()) {
                throw Failure.invalid(
                        "An override without a check or a reason. Nothing was launched.",
                        "Send {\"override\": [{\"check\": \"gate-soaked\", \"reason\": \"why\"}]}.");
            }
            return new Runs.Override(check, reason);
        }
    }

    /**
     * Somebody's word for what no server tells, such as a backup.
     *
     * @param link where it can be read, an http or https address
     * @param at when it was so; left out for now
     */
    record AttestBody(@Nullable String check, @Nullable String link, @Nullable Instant at) {
        static List<Attestation> all(@Nullable List<AttestBody> bodies) {
            return bodies == null
                    ? List.of()
                    : bodies.stream().map(AttestBody::attestation).toList();
        }

        private Attestation attestation() {
            return Attestation.of(check, link, at);
        }
    }

    /** @param phases a leading part of the plan; left out for all */
    record LaunchBody(
            @Nullable String migration,
            @Nullable Integer revision,
            @Nullable String target,
            @Nullable List<String> phases,
            @Nullable Instant startAt,
            @Nullable Boolean dryRun,
            @Nullable List<OverrideBody> override,
            @Nullable List<String> checklist,
            @Nullable List<AttestBody> attest) {

        Runs.LaunchRequest request() {
            if (migration == null || target == null) {
                throw Failure.invalid(
                        "'" + (migration == null ? "migration" : "target") + "' is missing. Nothing was launched.",
                        "Send {\"migration\": …, \"target\": …}.");
            }
            return new Runs.LaunchRequest(
                    migration,
                    revision,
                    target,
                    Objects.requireNonNullElse(phases, List.of()),
                    startAt,
                    Boolean.TRUE.equals(dryRun),
                    OverrideBody.all(override),
                    Objects.requireNonNullElse(checklist, List.of()),
                    AttestBody.all(attest));
        }
    }

    /** @param checklist the sentences of the gate's list that are confirmed */
    record OpenBody(
            @Nullable List<OverrideBody> override,
            @Nullable List<String> checklist,
            @Nullable List<AttestBody> attest) {
        static final OpenBody NOTHING = new OpenBody(null, null, null);

        Given given() {
            return new Given(Set.copyOf(confirmed()), AttestBody.all(attest), null);
        }

        List<Runs.Override> overrides() {
            return OverrideBody.all(override);
        }

        List<String> confirmed() {
            return Objects.requireNonNullElse(checklist, List.of());
        }
    }

    /** @param reason for the record */
    record WishBody(@Nullable String reason) {
        static @Nullable String reason(@Nullable WishBody body) {
            return body == null ? null : body.reason();
        }
    }

    /** @param to the phase that stays */
    record RollBackBody(@Nullable String to, @Nullable String reason) {}

    /** @param action {@code retry} or {@code accept}; @param reason demanded by {@code accept} */
    record HoleBody(@Nullable String action, @Nullable String reason) {
        static final HoleBody NOTHING = new HoleBody(null, null);
    }

    /** @param dial 1 to 11 */
    record DialBody(@Nullable Integer dial) {
        int value() {
            if (dial == null) {
                throw Failure.invalid("'dial' is missing. Nothing was changed.", "Send {\"dial\": 1 to 11}.");
            }
            return dial;
        }
    }
}

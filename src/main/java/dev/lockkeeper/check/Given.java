package dev.lockkeeper.check;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the one who launches says.
 *
 * @param confirmed sentences of the checklist
 * @param attested what no server tells
 * @param startAt when the run begins, null for at once
 */
public record Given(Set<String> confirmed, List<Attestation> attested, @Nullable Instant startAt) {

    public static final Given NOTHING = confirmed(Set.of());

    public Given {
        confirmed = Set.copyOf(confirmed);
        attested = List.copyOf(attested);
    }

    public static Given confirmed(Set<String> sentences) {
        return new Given(sentences, List.of(), null);
    }

    Optional<Attestation> attested(String check) {
        return attested.stream().filter(one -> one.check().equals(check)).findFirst();
    }
}

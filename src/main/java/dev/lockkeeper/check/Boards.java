package dev.lockkeeper.check;

import dev.lockkeeper.catalog.Revision;
import dev.lockkeeper.target.Resolved;
import dev.lockkeeper.target.Target;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads boards, fresh each time. */
@Component
public class Boards {

    /**
     * @param run the run whose gate is asked about, null for a new run
     * @param frozen what the run was launched with, null to resolve now
     */
    public record Question(
            Revision revision,
            Target target,
            String phase,
            @Nullable Long run,
            @Nullable Resolved frozen,
            @Nullable Instant phaseBeforeEndedAt,
            Set<String> confirmed) {}

    /** Asks every check. Never throws for what it finds. */
    public Board read(Question question) {
        throw new IllegalStateException("to be written");
    }
}

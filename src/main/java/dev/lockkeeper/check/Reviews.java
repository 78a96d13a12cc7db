package dev.lockkeeper.check;

import dev.lockkeeper.catalog.Approval;
import dev.lockkeeper.catalog.Revision;
import dev.lockkeeper.security.Person;
import dev.lockkeeper.target.Resolved;
import dev.lockkeeper.target.Target;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What a revision means on a target, and the approval of exactly that. */
@Component
public class Reviews {

    /** @throws dev.lockkeeper.Failure {@code wrong-engine}, {@code missing-object}, {@code target-unreachable}, {@code unsupported} */
    public Resolved resolve(Revision revision, Target target) {
        throw new IllegalStateException("to be written");
    }

    /**
     * Resolves the revision on the target now and approves text and SQL together.
     *
     * @param digest of the text, as the approver saw it
     * @param phase null for every phase whose gate asks for no approval of its own
     */
    public Approval approve(
            String migration, int revision, String digest, String target, @Nullable String phase, String comment, Person by) {
        throw new IllegalStateException("to be written");
    }
}

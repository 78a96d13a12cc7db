package dev.lockkeeper.catalog;

import dev.lockkeeper.security.Person;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Approvals and who may give them. */
@Component
public class Approvals {

    /**
     * @param digest of the text as the approver saw it
     * @param target name, @param environment and @param team of the target, which the role must cover
     * @param sqlDigests phase to digest of the resolved SQL that is approved
     */
    public record Request(
            String migration,
            int revision,
            String digest,
            String target,
            @Nullable String environment,
            @Nullable String team,
            @Nullable String phase,
            Map<String, String> sqlDigests,
            String comment) {}

    /**
     * @throws dev.lockkeeper.Failure {@code four-eyes} for the author's own (by user id, whatever token), {@code digest-changed} when the
     *     digest is not that of the revision, {@code forbidden}, {@code not-found}
     */
    public Approval give(Request request, Person by) {
        throw new IllegalStateException("to be written");
    }

    /** Its giver or an admin. */
    public Approval withdraw(UUID id, Person by) {
        throw new IllegalStateException("to be written");
    }

    /** All of the revision, withdrawn ones too, oldest first. */
    public List<Approval> of(String migration, int revision) {
        throw new IllegalStateException("to be written");
    }
}

package dev.lockkeeper.plan;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a policy file says.
 *
 * @param environment null when the file names none
 * @param lint rule to level, in the order of the file
 * @param checks check to level, in the order of the file
 * @param approvals who has to approve
 */
public record PolicyText(
        @Nullable String environment,
        Map<String, Level> lint,
        Map<String, Level> checks,
        Approvers approvals) {

    /**
     * @param roles spelled as on the wire
     * @param phases phase to what it asks for instead
     */
    public record Approvers(int count, List<String> roles, Map<String, Approvers> phases) {
        public Approvers {
            roles = List.copyOf(roles);
        }
    }

    /**
     * The words that mean something here.
     *
     * @param rules of lint; empty when nobody knows them, then every name passes
     * @param checks of the board; empty when nobody knows them, then every name passes
     * @param unbending those of the checks that are blocking whatever a policy says
     * @param roles as on the wire
     */
    public record Words(List<String> rules, List<String> checks, List<String> unbending, List<String> roles) {}
}

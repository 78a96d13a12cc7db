package dev.lockkeeper.security;

import dev.lockkeeper.store.Where;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What a person may look at, as a condition of a query: the same question as {@link Person#sees}, asked by the store so that pages stay
 * full.
 *
 * @param all whether everything
 * @param environments of which everything
 * @param teams of which everything
 * @param both grants that hold for one team in one environment
 */
public record Sight(boolean all, List<String> environments, List<String> teams, List<Grant> both) {

    private static final String PARTS =
            "(%1$s.environment = any (:sightEnvironments) or %1$s.team = any (:sightTeams)%2$s)";

    private static final String BOTH =
            " or (%1$s.environment, %1$s.team) in (select * from unnest(:sightBoth, :sightBothTeams))";

    public static Sight of(Person person) {
        List<Grant> grants = person.grants();
        return new Sight(
                person.sees(null, null),
                grants.stream()
                        .filter(grant -> grant.team() == null)
                        .map(Grant::environment)
                        .filter(Objects::nonNull)
                        .distinct()
                        .toList(),
                grants.stream()
                        .filter(grant -> grant.environment() == null)
                        .map(Grant::team)
                        .filter(Objects::nonNull)
                        .distinct()
                        .toList(),
                grants.stream()
                        .filter(grant -> grant.environment() != null && grant.team() != null)
                        .toList());
    }

    /** @param alias of a table with the columns {@code environment} and {@code team} */
    public void narrow(Where where, String alias) {
        if (all) {
            return;
        }
        String pairs = both.isEmpty() ? "" : BOTH.formatted(alias);
        where.and(PARTS.formatted(alias, pairs));
        where.with("sightEnvironments", environments.toArray(String[]::new));
        where.with("sightTeams", teams.toArray(String[]::new));
        if (!both.isEmpty()) {
            List<String> places = new ArrayList<>();
            List<String> owners = new ArrayList<>();
            for (Grant grant : both) {
                places.add(String.valueOf(grant.environment()));
                owners.add(String.valueOf(grant.team()));
            }
            where.with("sightBoth", places.toArray(String[]::new));
            where.with("sightBothTeams", owners.toArray(String[]::new));
        }
    }
}

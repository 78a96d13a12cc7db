package dev.lockkeeper.web;

import java.util.Comparator;
import java.util.List;

/** Environments in the order in which a change goes through them, as far as their names tell; the others by name, before production. */
final class EnvironmentOrder {
    private static final List<List<String>> STAGES = List.of(
            List.of("local", "dev", "development"),
            List.of("ci", "test", "testing", "qa", "integration"),
            List.of("staging", "stage", "uat", "preprod", "pre-prod", "canary"));
    private static final List<String> LAST = List.of("live", "prod", "production");

    static final Comparator<String> COMPARATOR =
            Comparator.comparingInt(EnvironmentOrder::rank).thenComparing(Comparator.naturalOrder());

    private EnvironmentOrder() {}

    private static int rank(String environment) {
        for (int i = 0; i < STAGES.size(); i++) {
            if (STAGES.get(i).contains(environment)) {
                return i;
            }
        }
        return LAST.contains(environment) ? STAGES.size() + 1 : STAGES.size();
    }
}

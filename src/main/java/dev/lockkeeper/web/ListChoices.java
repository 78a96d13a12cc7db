package dev.lockkeeper.web;

import dev.lockkeeper.catalog.Migrations;
import dev.lockkeeper.security.Person;
import dev.lockkeeper.target.TargetLists;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.springframework.stereotype.Component;

/** What lists can be narrowed to: the environments, teams and engines of the targets that the reader may see. */
@Component
class ListChoices {
    private final TargetLists targets;
    private final Migrations migrations;

    ListChoices(TargetLists targets, Migrations migrations) {
        this.targets = targets;
        this.migrations = migrations;
    }

    /** @param kinds all that there are; the others are drawn from them */
    record Choices(List<TargetLists.Kind> kinds, List<String> environments, List<String> teams, List<String> engines) {

        private static Choices of(List<TargetLists.Kind> kinds, List<String> owners) {
            TreeSet<String> teams = new TreeSet<>(owners);
            kinds.stream().map(TargetLists.Kind::team).filter(Objects::nonNull).forEach(teams::add);
            return new Choices(
                    kinds,
                    kinds.stream()
                            .map(TargetLists.Kind::environment)
                            .distinct()
                            .sorted(EnvironmentOrder.COMPARATOR)
                            .toList(),
                    List.copyOf(teams),
                    kinds.stream()
                            .map(TargetLists.Kind::engine)
                            .distinct()
                            .sorted()
                            .toList());
        }

        /** Whether a migration of that engine has where to go in the environment. */
        boolean has(String environment, String engine) {
            return kinds.stream()
                    .anyMatch(kind -> kind.environment().equals(environment)
                            && kind.engine().equals(engine));
        }
    }

    /** With the teams of the targets only. */
    Choices ofTargets(Person person) {
        return Choices.of(targets.kinds(person), List.of());
    }

    /** With the teams of the catalog too. */
    Choices all(Person person) {
        return Choices.of(targets.kinds(person), migrations.owners(person));
    }
}

package dev.lockkeeper.check;

import dev.lockkeeper.target.Probe;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Whether the login has the privileges that this phase needs. What else the probe misses, for tables of others or for ending
 * sessions, is told and stops nothing: hardly any login of a team has all of it.
 */
@Component
@Order(40)
class PrivilegesGiven implements Check {

    @Override
    public String id() {
        return "target-privileges";
    }

    @Override
    public String title() {
        return "The login may do what is needed";
    }

    @Override
    public boolean blocking() {
        return true;
    }

    @Override
    public Finding ask(Launch launch) {
        Probe probe = launch.probed();
        if (!probe.reachable()) {
            return unknown(
                    launch,
                    probe.error() == null ? "The target did not say." : probe.error(),
                    "Probe the target again.");
        }
        if (probe.missing().isEmpty()) {
            return pass(launch, "The login may " + String.join(", ", probe.privileges()) + ".");
        }
        List<String> needed = launch.reached().forbidden(launch.phase());
        if (needed.isEmpty()) {
            return pass(
                    launch,
                    "Nothing that this phase needs is missing. Missing for other things: " + words(probe) + ".");
        }
        String grants = probe.missing().stream().map(Probe.Missing::grant).collect(Collectors.joining(";\n"));
        return fail(
                launch,
                launch.target().username() + " may not " + String.join(", ", needed) + ".",
                "Let an owner run what applies of:\n" + grants);
    }

    private static String words(Probe probe) {
        return probe.missing().stream().map(Probe.Missing::what).collect(Collectors.joining("; "));
    }
}

package dev.lockkeeper.check;

import dev.lockkeeper.target.Probe;
import java.util.stream.Collectors;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Whether the login has the privileges that runs need. */
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
            return unknown(launch, probe.error() == null ? "The target did not say." : probe.error(), "Probe the target again.");
        }
        if (probe.missing().isEmpty()) {
            return pass(launch, "Nothing is missing; the login may " + String.join(", ", probe.privileges()) + ".");
        }
        String missing = probe.missing().stream()
                .map(one -> one.what() + " (" + one.why() + ")")
                .collect(Collectors.joining("; "));
        String grants = probe.missing().stream().map(Probe.Missing::grant).collect(Collectors.joining("\n"));
        return fail(launch, "Missing: " + missing + ".", "Let an owner run:\n" + grants);
    }
}

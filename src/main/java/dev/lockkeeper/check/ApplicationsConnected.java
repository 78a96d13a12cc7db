package dev.lockkeeper.check;

import dev.lockkeeper.target.Clients;
import dev.lockkeeper.target.Clients.Client;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Which applications are connected: the old version may be one of them. Before a phase that drops something, a session that is older
 * than the end of the phase before belongs to a process that cannot have been replaced since.
 */
@Component
@Order(152)
class ApplicationsConnected implements Check {

    @Override
    public String id() {
        return "applications";
    }

    @Override
    public String title() {
        return "No application of before is connected";
    }

    @Override
    public boolean blocking() {
        return false;
    }

    @Override
    public Finding ask(Launch launch) {
        Clients clients = launch.reached().clients();
        String list = clients.all().isEmpty()
                ? "No other application is connected."
                : "Connected: "
                        + clients.all().stream()
                                .map(ApplicationsConnected::words)
                                .collect(Collectors.joining("; ")) + ".";
        Instant since = launch.phaseBeforeEndedAt();
        boolean drops = DroppedColumns.any(launch.phase());
        if (drops && since != null) {
            List<String> old = clients.all().stream()
                    .filter(client -> client.oldest() != null && client.oldest().isBefore(since))
                    .map(ApplicationsConnected::words)
                    .toList();
            if (!old.isEmpty()) {
                return fail(
                        launch,
                        "Connected since before the phase before ended at " + since + ": " + String.join("; ", old)
                                + ".",
                        "See that these have been deployed anew since: they may still use what this phase drops.");
            }
        }
        if (clients.hidden() != null) {
            return cannotTell(launch, list + " But " + clients.hidden() + ".", clients.advice());
        }
        boolean unknown = drops && since != null && clients.all().stream().anyMatch(client -> client.oldest() == null);
        return unknown
                ? cannotTell(
                        launch,
                        list + " Since when, this server does not tell.",
                        "See that none of them is the version of before.")
                : pass(launch, list);
    }

    private static String words(Client client) {
        return (client.application().isEmpty() ? "without a name" : client.application()) + " of " + client.user()
                + ", "
                + client.sessions() + (client.sessions() == 1 ? " session" : " sessions")
                + (client.oldest() == null ? "" : " since " + client.oldest());
    }
}

package dev.lockkeeper.security;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long somebody stays signed in.
 *
 * @param idle without a request, from 1m to 7d; the server's own session time-out is set to it
 * @param absolute from the sign-in on, however busy, from the idle time to 30d
 */
@ConfigurationProperties("lockkeeper.session")
record SessionSettings(@DefaultValue("8h") Duration idle, @DefaultValue("24h") Duration absolute) {

    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final Duration LONGEST_IDLE = Duration.ofDays(7);
    private static final Duration LONGEST = Duration.ofDays(30);

    SessionSettings {
        List<String> wrong = new ArrayList<>();
        if (idle.compareTo(SHORTEST) < 0 || idle.compareTo(LONGEST_IDLE) > 0) {
            wrong.add("lockkeeper.session.idle is " + idle + "; it goes from 1m to 7d");
        }
        if (absolute.compareTo(idle) < 0 || absolute.compareTo(LONGEST) > 0) {
            wrong.add("lockkeeper.session.absolute is " + absolute + "; it goes from lockkeeper.session.idle to 30d");
        }
        if (!wrong.isEmpty()) {
            throw new Failure(
                    Code.WRONG_SETTINGS,
                    String.join("; ", wrong) + ".",
                    "Correct them in config/application.yml, the arguments or the environment, and start again.");
        }
    }
}

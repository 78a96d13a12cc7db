package dev.lockkeeper.engine;

import dev.lockkeeper.Failure;
import dev.lockkeeper.plan.Step.Probe;
import dev.lockkeeper.run.ThrottleSignal;
import dev.lockkeeper.target.TargetSession;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Asks what authors want to be asked. No answer is no permission. What an address answers is never shown, only whether it agrees. */
@Component
class Probes {

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(PATIENCE)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    List<ThrottleSignal> ask(List<Probe> probes, TargetSession session) {
        return probes.stream().map(probe -> signal(probe, session)).toList();
    }

    private ThrottleSignal signal(Probe probe, TargetSession session) {
        String name = "probe: " + probe.name();
        URI http = probe.http();
        return http == null
                ? new ThrottleSignal(name, number(probe, session), probe.limit(), "", false)
                // 0 agrees, 1 does not; who cannot be asked is unknown.
                : new ThrottleSignal(name, agrees(http), 0.0, "", false);
    }

    /** A statement that fails is an answer that is missing; a lost session is the sampler's own trouble. */
    private static @Nullable Double number(Probe probe, TargetSession session) {
        try {
            Optional<String> answer = session.ask(String.valueOf(probe.query()), PATIENCE);
            return answer.map(Double::parseDouble)
                    .filter(value -> !value.isNaN())
                    .orElse(null);
        } catch (NumberFormatException e) {
            return null;
        } catch (Failure failure) {
            if (failure.code() == dev.lockkeeper.Code.TARGET_UNREACHABLE) {
                throw failure;
            }
            return null;
        }
    }

    private @Nullable Double agrees(URI address) {
        try {
            // There the clouds keep what a machine is trusted with.
            for (InetAddress at : InetAddress.getAllByName(address.getHost())) {
                if (at.isLinkLocalAddress() || at.isMulticastAddress()) {
                    return null;
                }
            }
            var request =
                    HttpRequest.newBuilder(address).timeout(PATIENCE).GET().build();
            var answer = client.sendAsync(request, BodyHandlers.discarding());
            try {
                int status =
                        answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).statusCode();
                return status / 100 == 2 ? 0.0 : 1.0;
            } finally {
                answer.cancel(true);
            }
        } catch (IOException | ExecutionException | TimeoutException e) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }
}

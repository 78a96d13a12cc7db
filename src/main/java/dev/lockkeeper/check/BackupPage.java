package dev.lockkeeper.check;

import dev.lockkeeper.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** An address that answers with the time of the last backup, as its whole text or as its {@code Last-Modified}. */
final class BackupPage {

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int LONGEST = 200;

    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(PATIENCE)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    /** @throws Failure {@code invalid} when it does not answer 2xx in time; what it says is not shown */
    Optional<String> read(URI address) {
        try {
            refuseWhatMachinesAreTrustedWith(address);
            var request =
                    HttpRequest.newBuilder(address).timeout(PATIENCE).GET().build();
            var sending = client.sendAsync(request, BodyHandlers.ofInputStream());
            try {
                return time(sending.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
            } finally {
                sending.cancel(true);
            }
        } catch (IOException | ExecutionException | TimeoutException e) {
            throw refused("does not answer");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw refused("was not waited for");
        }
    }

    private static Optional<String> time(HttpResponse<InputStream> answer) throws IOException {
        try (InputStream body = answer.body()) {
            if (answer.statusCode() / 100 != 2) {
                throw refused("answered " + answer.statusCode());
            }
            String text = new String(body.readNBytes(LONGEST), StandardCharsets.UTF_8);
            return Times.read(text).isPresent()
                    ? Optional.of(text)
                    : answer.headers().firstValue("Last-Modified").flatMap(BackupPage::modified);
        }
    }

    private static Optional<String> modified(String header) {
        try {
            return Optional.of(ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant()
                    .toString());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** There the clouds keep what a machine is trusted with. */
    private static void refuseWhatMachinesAreTrustedWith(URI address) throws IOException {
        for (InetAddress at : InetAddress.getAllByName(address.getHost())) {
            if (at.isLinkLocalAddress() || at.isMulticastAddress()) {
                throw refused("is not asked");
            }
        }
    }

    private static Failure refused(String why) {
        return Failure.invalid("the address " + why + ".", "Correct policy.backup.http of the target.");
    }
}

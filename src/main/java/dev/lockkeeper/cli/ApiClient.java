package dev.lockkeeper.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Calls the API of a server. */
final class ApiClient {

    private static final JsonMapper JSON = JsonMapper.shared();

    /** A board asks the target a dozen questions, each of which may wait for its time-out. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final URI server;
    private final String token;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    ApiClient(URI server, String token) {
        if (server.getScheme() == null || server.getHost() == null) {
            throw new IllegalArgumentException("not an address: " + server);
        }
        this.server = server;
        this.token = token;
    }

    /** {@code /targets/} and the name, as a path may carry it. */
    static String path(String... segments) {
        StringBuilder path = new StringBuilder();
        for (String segment : segments) {
            path.append('/').append(encode(segment).replace("+", "%20"));
        }
        return path.toString();
    }

    /** {@code ?a=1&b=2}, without those that are null. Names and values in turn. */
    static String query(@Nullable Object... namesAndValues) {
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            Object value = namesAndValues[i + 1];
            if (value != null) {
                parts.add(namesAndValues[i] + "=" + encode(value.toString()));
            }
        }
        return parts.isEmpty() ? "" : "?" + String.join("&", parts);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** @throws ApiRefusal for every answer that is not 2xx */
    JsonNode get(String path) throws IOException {
        return call("GET", path, null, "application/json");
    }

    JsonNode post(String path, Map<String, ?> body) throws IOException {
        return call("POST", path, BodyPublishers.ofString(JSON.writeValueAsString(body)), "application/json");
    }

    JsonNode patch(String path, Map<String, ?> body) throws IOException {
        return call("PATCH", path, BodyPublishers.ofString(JSON.writeValueAsString(body)), "application/json");
    }

    JsonNode postYaml(String path, byte[] yaml) throws IOException {
        return call("POST", path, BodyPublishers.ofByteArray(yaml), "application/yaml");
    }

    JsonNode putYaml(String path, byte[] yaml) throws IOException {
        return call("PUT", path, BodyPublishers.ofByteArray(yaml), "application/yaml");
    }

    private JsonNode call(String method, String path, @Nullable BodyPublisher body, String contentType)
            throws IOException {
        HttpRequest.Builder request = request(path).timeout(PATIENCE).header("Accept", "application/json");
        request.method(method, body == null ? BodyPublishers.noBody() : body);
        if (body != null) {
            request.header("Content-Type", contentType);
        }
        HttpResponse<InputStream> answer = send(request.build());
        try (InputStream stream = answer.body()) {
            return parse(stream.readAllBytes());
        }
    }

    /** An answer that is read as it comes: an export, a live stream. The caller closes it. */
    InputStream stream(String path, String accept, Map<String, String> headers) throws IOException {
        HttpRequest.Builder request = request(path).header("Accept", accept);
        headers.forEach(request::header);
        return send(request.GET().build()).body();
    }

    private HttpRequest.Builder request(String path) {
        String base = server.toString().replaceFirst("/+$", "");
        return HttpRequest.newBuilder(URI.create(base + "/api/v1" + path)).header("Authorization", "Bearer " + token);
    }

    private HttpResponse<InputStream> send(HttpRequest request) throws IOException {
        try {
            HttpResponse<InputStream> answer = http.send(request, BodyHandlers.ofInputStream());
            if (answer.statusCode() / 100 != 2) {
                try (InputStream problem = answer.body()) {
                    throw new ApiRefusal(answer.statusCode(), parse(problem.readAllBytes()));
                }
            }
            return answer;
        } catch (ConnectException e) {
            throw new IOException("No server answers at " + server + ". Start one, or set LOCKKEEPER_URL.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static JsonNode parse(byte[] body) {
        try {
            return body.length == 0 ? JSON.createObjectNode() : JSON.readTree(body);
        } catch (JacksonException notJson) {
            return JSON.createObjectNode().put("detail", new String(body, StandardCharsets.UTF_8).strip());
        }
    }
}

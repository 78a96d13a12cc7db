package dev.lockkeeper.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A program that calls the API with a token, over HTTP.
 *
 * @param server {@code http://localhost:PORT}
 * @param token empty for none
 */
public record Api(String server, String token) {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final JsonMapper JSON = JsonMapper.shared();

    /** @param json a missing node when the body is not JSON */
    public record Answer(int status, String body, JsonNode json, HttpResponse<String> raw) {

        /** For example {@code text("/items/0/name")}; empty when there is no such thing. */
        public String text(String pointer) {
            return json.at(pointer).asString("");
        }

        public String header(String name) {
            return raw.headers().firstValue(name).orElse("");
        }

        /** The stable code of a refusal. */
        public String code() {
            return text("/code");
        }

        /** Fails the test with the whole answer when the status is another. */
        public Answer expect(int expected) {
            if (status != expected) {
                throw new AssertionError(raw.request().method() + " " + raw.uri() + ": expected " + expected + ", got "
                        + status + "\n" + body);
            }
            return this;
        }
    }

    public Api as(String otherToken) {
        return new Api(server, otherToken);
    }

    public Answer get(String path) {
        return call("GET", path, null);
    }

    public Answer post(String path, Object body) {
        return call("POST", path, body);
    }

    public Answer patch(String path, Object body) {
        return call("PATCH", path, body);
    }

    public Answer delete(String path) {
        return call("DELETE", path, null);
    }

    /** @param body a String is sent as it is, anything else as its JSON, null as no body */
    public Answer call(String method, String path, Object body, String... headers) {
        BodyPublisher publisher = body == null
                ? BodyPublishers.noBody()
                : BodyPublishers.ofString(body instanceof String text ? text : JSON.writeValueAsString(body));
        HttpRequest.Builder request =
                request(path).method(method, publisher).header("Accept", "application/json, */*;q=0.1");
        if (body != null) {
            request.setHeader("Content-Type", "application/json");
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        return send(request.build());
    }

    public Answer postYaml(String path, String yaml) {
        return call("POST", path, yaml, "Content-Type", "application/yaml");
    }

    /** A request with the token, for what the calls above do not say. */
    public HttpRequest.Builder request(String path) {
        URI uri = URI.create(server
                + (path.startsWith("/api/") || path.startsWith("/v3/") || path.startsWith("/actuator/")
                        ? path
                        : "/api/v1" + path));
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(60));
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }

    public static Answer send(HttpRequest request) {
        try {
            HttpResponse<String> response = CLIENT.send(request, BodyHandlers.ofString());
            String type = response.headers().firstValue("Content-Type").orElse("");
            boolean json = type.contains("json") && !type.contains("ndjson");
            JsonNode node = json && !response.body().isBlank() ? JSON.readTree(response.body()) : JSON.missingNode();
            return new Answer(response.statusCode(), response.body(), node, response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}

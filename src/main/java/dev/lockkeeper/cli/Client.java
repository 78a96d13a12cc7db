package dev.lockkeeper.cli;

import java.io.PrintWriter;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** What every client command takes: which server, who asks, and how to print. The token comes from the environment only. */
final class Client {

    private static final String DEFAULT_ADDRESS = "http://localhost:8080";

    @Option(
            names = "--server",
            paramLabel = "URL",
            description = "The server; LOCKKEEPER_URL or " + DEFAULT_ADDRESS + " unless given.")
    private @Nullable String address;

    @Option(names = "--json", description = "Print the server's answer as it is.")
    private boolean json;

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    ApiClient api() {
        return api(System.getenv());
    }

    private ApiClient api(Map<String, String> environment) {
        String token = setting(environment, "LOCKKEEPER_TOKEN");
        if (token == null) {
            throw new Failures.Usage("LOCKKEEPER_TOKEN is not set: the server must know who asks.");
        }
        String url = address != null ? address : setting(environment, "LOCKKEEPER_URL");
        try {
            return new ApiClient(URI.create(url == null ? DEFAULT_ADDRESS : url.strip()), token.strip());
        } catch (IllegalArgumentException e) {
            throw new Failures.Usage("'" + url + "' is not an address such as " + DEFAULT_ADDRESS + ".");
        }
    }

    /** Properties of the same name win, so that a test can set them inside this process. */
    private static @Nullable String setting(Map<String, String> environment, String name) {
        String value = System.getProperty(name, environment.get(name));
        return value == null || value.isBlank() ? null : value;
    }

    boolean json() {
        return json;
    }

    PrintWriter out() {
        return spec.commandLine().getOut();
    }

    PrintWriter err() {
        return spec.commandLine().getErr();
    }

    /** Prints the answer when JSON is wanted. @return whether it was */
    boolean printJson(JsonNode answer) {
        if (json) {
            out().println(answer.toPrettyString());
        }
        return json;
    }

    /** Prints the answer as JSON, or else in words. */
    void print(JsonNode answer, Runnable inWords) {
        if (!printJson(answer)) {
            inWords.run();
        }
    }
}

package dev.lockkeeper.testing;

import dev.lockkeeper.testing.Databases.Database;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.json.JsonMapper;

/**
 * Several servers, each a process, on one store, with one registered target {@code shop}. What became of a run is asked of the store,
 * which outlives them.
 */
public final class Fleet implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final Path data;
    private final Map<String, String> settings;
    private final Database store = Databases.fresh("fleet_store");
    private final Database target;
    private final List<ServerProcess> servers = new ArrayList<>();
    private final AtomicInteger started = new AtomicInteger();
    private String author = "";
    private String approver = "";
    private String operator = "";

    /** @param settings environment variables, beside those that name store and key */
    public Fleet(Path data, Database target, Map<String, String> settings) {
        this.data = data;
        this.target = target;
        this.settings = settings;
    }

    /** Starts the first server and makes target and people, then the others at once. */
    public List<ServerProcess> start(int count) {
        ServerProcess first = another();
        author = first.person("ann", "author");
        approver = first.person("bob", "approver");
        operator = first.person("cyd", "operator");
        first.call(
                ServerProcess.ADMIN_TOKEN,
                "POST",
                "/targets",
                JSON.writeValueAsString(TargetBodies.of("shop", target, "test")));
        List<CompletableFuture<ServerProcess>> others = new ArrayList<>();
        for (int i = 1; i < count; i++) {
            others.add(CompletableFuture.supplyAsync(this::another));
        }
        others.forEach(CompletableFuture::join);
        return List.copyOf(servers);
    }

    /** One more server, ready. */
    public ServerProcess another() {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Map<String, String> environment = new LinkedHashMap<>(Map.of(
                "LOCKKEEPER_STORE_URL", store.url(),
                "LOCKKEEPER_STORE_USERNAME", store.username(),
                "LOCKKEEPER_STORE_PASSWORD", store.password(),
                "LOCKKEEPER_KEY", "a passphrase for the tests that is long enough"));
        environment.putAll(settings);
        ServerProcess server = ServerProcess.start(
                List.of(
                        java,
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.lockkeeper.Lockkeeper"),
                data.resolve("server-" + started.incrementAndGet()),
                environment);
        synchronized (servers) {
            servers.add(server);
        }
        return server;
    }

    public Database store() {
        return store;
    }

    public Database target() {
        return target;
    }

    public String operator() {
        return operator;
    }

    /** Submits a file and approves it. @return the migration's id */
    public String approved(ServerProcess server, String yaml) {
        var submitted = server.call(author, "POST", "/migrations", yaml);
        String id = submitted.path("migration").asString();
        server.call(
                approver,
                "POST",
                "/migrations/" + id + "/revisions/1/approvals",
                JSON.writeValueAsString(
                        Map.of("digest", submitted.path("digest").asString(), "target", "shop", "comment", "read")));
        return id;
    }

    public long launch(ServerProcess server, String migration) {
        return server.call(
                        operator,
                        "POST",
                        "/runs",
                        JSON.writeValueAsString(Map.of("migration", migration, "target", "shop")))
                .path("run")
                .asLong();
    }

    public String state(long run) {
        return store.ask("select state from runs where id = " + run);
    }

    /** Whether the server carries the run's phase, or did so last. */
    public boolean carries(ServerProcess server, long run) {
        return carrier(run).endsWith("/" + server.pid());
    }

    public String carrier(long run) {
        return store.ask("select server from claims where task = 'phase " + run + "'");
    }

    /** What the events of the run say, oldest first. */
    public String events(long run) {
        return store.ask(
                "select string_agg(actor || ': ' || message, E'\\n' order by id) from run_events where run = " + run);
    }

    @Override
    public void close() {
        servers.forEach(ServerProcess::close);
    }
}

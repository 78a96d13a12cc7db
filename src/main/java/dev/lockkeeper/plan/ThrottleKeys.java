package dev.lockkeeper.plan;

import dev.lockkeeper.plan.Scalars.Kind;
import dev.lockkeeper.plan.Step.Probe;
import dev.lockkeeper.plan.Step.Throttle;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Reads {@code throttle}: what a walk holds for. */
final class ThrottleKeys {

    private static final int MOST_SESSIONS = 100_000;
    private static final int MOST_FILES = 1_000_000;
    private static final int MOST_ENTRIES = 1_000_000_000;

    /** Each may take two seconds, and all of them are asked within the time after which a reading is stale. */
    private static final int MOST_PROBES = 4;

    private static final double LARGEST = 1e15;

    /** No login in it, because the text of a migration is read by many, and no fragment, because none is sent. */
    private static final Pattern ADDRESS = Pattern.compile("https?://[^/?#@\\s]+([/?][^#\\s]*)?");

    /** A stand-in, which never leaves the reader. */
    private static final URI NO_ADDRESS = URI.create("https://standin");

    private ThrottleKeys() {}

    /** What autovacuum on the table means to the walk. */
    private enum Autovacuum {
        WAIT,
        IGNORE
    }

    static Throttle read(Value value) {
        Fields in = value.fields("'throttle'");
        Throttle throttle = new Throttle(
                in.optional("replicaLag", Terms::span),
                in.optional("activeSessions", number -> number.whole(1, MOST_SESSIONS)),
                in.optional("longestTransaction", Terms::span),
                in.optional("walRate", Terms::bytes),
                in.optional("archiveQueue", number -> number.whole(1, MOST_FILES)),
                in.optional("autovacuum", word -> word.choice(Autovacuum.IGNORE), Autovacuum.IGNORE) == Autovacuum.WAIT,
                in.optional("historyList", number -> number.whole(1, MOST_ENTRIES)),
                in.optional("threadsRunning", number -> number.whole(1, MOST_SESSIONS)),
                in.optional("commitLatency", Terms::span),
                in.optional("probes", ThrottleKeys::probes, List.of()));
        in.done();
        return throttle;
    }

    private static List<Probe> probes(Value value) {
        List<Value> elements = value.filledList();
        if (elements.size() > MOST_PROBES) {
            value.problem("there are at most " + MOST_PROBES + " probes");
        }
        List<Probe> probes = elements.stream().map(ThrottleKeys::probe).toList();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < probes.size(); i++) {
            if (!probes.get(i).name().equals(Value.STAND_IN)
                    && !names.add(probes.get(i).name())) {
                elements.get(i)
                        .problem("there are two probes of the name '"
                                + probes.get(i).name() + "'");
            }
        }
        return probes;
    }

    private static Probe probe(Value value) {
        Fields in = value.fields("a probe");
        String name = in.required("name", Terms::line);
        boolean asks = in.has("query");
        if (asks == in.has("http")) {
            in.problem("a probe has either 'query' with 'limit', or 'http'");
        }
        String query = in.optional("query", Value::text);
        URI http = in.optional("http", ThrottleKeys::address);
        Double limit = asks ? in.required("limit", ThrottleKeys::number) : null;
        in.done();
        return new Probe(name, query, http, limit);
    }

    private static URI address(Value value) {
        String text = value.text();
        try {
            URI address = new URI(text);
            if (ADDRESS.matcher(text).matches() && address.getHost() != null) {
                return address;
            }
        } catch (URISyntaxException e) {
            // Told below, as for every other address that is none.
        }
        value.problem(value.label() + " must be an address such as https://status.example.com/ready, without a login");
        return NO_ADDRESS;
    }

    private static double number(Value value) {
        ScalarNode scalar = value.scalar();
        if (scalar == null) {
            return 0;
        }
        Kind kind = Scalars.kind(scalar);
        String text = scalar.getValue();
        if ((kind == Kind.WHOLE || kind == Kind.FRACTION)
                && text.matches("[-+]?[0-9]*\\.?[0-9]+([eE][-+]?[0-9]{1,2})?")) {
            double number = Double.parseDouble(text);
            if (Math.abs(number) <= LARGEST) {
                return number;
            }
        }
        value.problem(value.label() + " must be a number; it is '" + text + "'");
        return 0;
    }
}

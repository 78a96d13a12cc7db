package dev.lockkeeper.cli;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** What people wish of a run. The server answers when the wish is written; the run follows within a second or so. */
final class WishCommands {
    private WishCommands() {}

    /** A run, and why something is wished of it. */
    static final class OfRun {

        @Parameters(index = "0", paramLabel = "RUN", description = "The number of the run.")
        private long run;

        @Option(names = "--reason", paramLabel = "TEXT", description = "For the record.")
        private @Nullable String reason;

        int send(Client client, String verb, Map<String, ?> more) throws IOException {
            Map<String, Object> body = new LinkedHashMap<>(more);
            TargetCommand.putIfThere(body, "reason", reason);
            JsonNode answer = client.api().post("/runs/" + run + "/" + verb, body);
            client.print(answer, () -> client.out()
                    .println("Run " + run + " is " + answer.path("state").asString() + "."));
            return ExitCode.DONE;
        }
    }

    @Command(
            name = "pause",
            mixinStandardHelpOptions = true,
            description = "Lets a run stand still after the chunk in hand.")
    static final class Pause implements Callable<Integer> {
        @Mixin(name = "client")
        private final Client client = new Client();

        @Mixin
        private final OfRun run = new OfRun();

        @Override
        public Integer call() throws IOException {
            return run.send(client, "pause", Map.of());
        }
    }

    @Command(name = "resume", mixinStandardHelpOptions = true, description = "Lets a paused run go on.")
    static final class Resume implements Callable<Integer> {
        @Mixin(name = "client")
        private final Client client = new Client();

        @Mixin
        private final OfRun run = new OfRun();

        @Override
        public Integer call() throws IOException {
            return run.send(client, "resume", Map.of());
        }
    }

    @Command(
            name = "cancel",
            mixinStandardHelpOptions = true,
            description = "Stops a run for good; what is done stays done.")
    static final class Cancel implements Callable<Integer> {
        @Mixin(name = "client")
        private final Client client = new Client();

        @Mixin
        private final OfRun run = new OfRun();

        @Override
        public Integer call() throws IOException {
            return run.send(client, "cancel", Map.of());
        }
    }

    @Command(
            name = "retry",
            mixinStandardHelpOptions = true,
            description = "Tries the failed or stuck step of a run again.")
    static final class Retry implements Callable<Integer> {
        @Mixin(name = "client")
        private final Client client = new Client();

        @Mixin
        private final OfRun run = new OfRun();

        @Override
        public Integer call() throws IOException {
            return run.send(client, "retry", Map.of());
        }
    }

    @Command(
            name = "rollback",
            mixinStandardHelpOptions = true,
            description = "Undoes the phases of a run, the last first.")
    static final class Rollback implements Callable<Integer> {
        @Mixin(name = "client")
        private final Client client = new Client();

        @Mixin
        private final OfRun run = new OfRun();

        @Option(
                names = "--to",
                paramLabel = "PHASE",
                description = "The phase that stays; all are undone unless given.")
        private @Nullable String to;

        @Override
        public Integer call() throws IOException {
            return run.send(client, "rollback", to == null ? Map.of() : Map.of("to", to));
        }
    }

    @Command(
            name = "hole",
            mixinStandardHelpOptions = true,
            description = "Decides on a row that a walk left out: 'holes' lists them.")
    static final class Hole implements Callable<Integer> {
        @Mixin(name = "client")
        private final Client client = new Client();

        @Mixin
        private final OfRun run = new OfRun();

        @Parameters(index = "1", paramLabel = "HOLE", description = "The number of the hole.")
        private long hole;

        @ArgGroup(exclusive = true, multiplicity = "1")
        private final Decision decision = new Decision();

        /** One of the two. */
        static final class Decision {
            @Option(names = "--retry", description = "Tries it again: the row was mended, or is free.")
            private boolean retry;

            @Option(names = "--accept", description = "Lets the phase end without it; needs --reason.")
            private boolean accept;
        }

        @Override
        public Integer call() throws IOException {
            return run.send(client, "holes/" + hole, Map.of("action", decision.accept ? "accept" : "retry"));
        }
    }

    @Command(
            name = "dial",
            mixinStandardHelpOptions = true,
            description = "Sets the pace of a run: 1 is the slowest, 11 does not slow at all.")
    static final class Dial implements Callable<Integer> {
        @Mixin(name = "client")
        private final Client client = new Client();

        @Parameters(index = "0", paramLabel = "RUN", description = "The number of the run.")
        private long run;

        @Parameters(index = "1", paramLabel = "1..11", description = "The pace.")
        private int dial;

        @Override
        public Integer call() throws IOException {
            JsonNode answer = client.api().patch("/runs/" + run, Map.of("dial", dial));
            client.print(answer, () -> client.out()
                    .println("Run " + run + " goes at " + answer.path("dial").asInt() + " of 11."));
            return ExitCode.DONE;
        }
    }
}

package dev.lockkeeper.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "launch", mixinStandardHelpOptions = true, description = "Opens the gate before a phase of a run.")
final class LaunchCommand implements Callable<Integer> {

    @Mixin(name = "client")
    private final Client client = new Client();

    @Mixin
    private final Confirmations confirmations = new Confirmations();

    @Parameters(index = "0", paramLabel = "RUN", description = "The number of the run.")
    private long run;

    @Parameters(index = "1", paramLabel = "PHASE", description = "The phase it waits before.")
    private String phase = "";

    @Option(
            names = {"-f", "--follow"},
            description = "Shows what happens until it ends or waits at the next gate.")
    private boolean follow;

    @Override
    public Integer call() throws IOException {
        return Launching.open(client, client.api(), run, phase, confirmations, follow);
    }
}

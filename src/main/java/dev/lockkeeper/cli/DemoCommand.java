package dev.lockkeeper.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(name = "demo", mixinStandardHelpOptions = true, description = "The demo.")
final class DemoCommand implements Callable<Integer> {
    private final ServerStart start;

    DemoCommand(ServerStart start) {
        this.start = start;
    }

    @Override
    public Integer call() {
        throw new Failures.Usage("'demo' is not there yet " + start);
    }
}

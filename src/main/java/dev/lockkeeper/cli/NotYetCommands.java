package dev.lockkeeper.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** Commands that are named in the design and not there yet: refused by name, never by silence. */
final class NotYetCommands {
    private NotYetCommands() {}

    private static int refuse(String name, String instead) {
        throw new Failures.Usage("'" + name + "' is not there yet. " + instead);
    }

    @Command(
            name = "import",
            mixinStandardHelpOptions = true,
            description = "Not there yet: migrations of other tools.")
    static final class Import implements Callable<Integer> {
        @Unmatched
        private List<String> anything = new ArrayList<>();

        @Override
        public Integer call() {
            return refuse("import", "Write a migration file with 'sql' steps; docs/migration-file.md shows how.");
        }
    }
}

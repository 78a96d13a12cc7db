package dev.lockkeeper.cli;

import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The commands. */
@Command(
        name = "lockkeeper",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Carries databases from one level to the next while the application keeps running.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "All but server and demo are clients of a server:",
            "  LOCKKEEPER_URL    its address, http://localhost:8080 unless set",
            "  LOCKKEEPER_TOKEN  a token: POST /api/v1/tokens gives one",
            "",
            "Exit codes: 0 done; 1 the answer is no (no-go, refused, failed run); 2 wrong usage."
        },
        subcommands = {
            ServerCommand.class,
            DemoCommand.class,
            TargetCommand.class,
            LintCommand.class,
            SubmitCommand.class,
            SqlCommand.class,
            ApproveCommand.class,
            RejectCommand.class,
            PolicyCommand.class,
            BoardCommand.class,
            RunCommand.class,
            LaunchCommand.class,
            StatusCommand.class,
            WishCommands.Pause.class,
            WishCommands.Resume.class,
            WishCommands.Cancel.class,
            WishCommands.Rollback.class,
            WishCommands.Retry.class,
            WishCommands.Dial.class,
            HolesCommand.class,
            WishCommands.Hole.class,
            LocksCommand.class,
            AuditCommand.class,
            NewCommand.class,
            NotYetCommands.Import.class
        })
public final class Cli implements Runnable {

    private static final int WIDTH = 110;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    private Cli() {}

    /** @return the exit code */
    public static int run(String[] args, ServerStart start) {
        return commands(start).execute(args);
    }

    static CommandLine commands(ServerStart start) {
        Map<Class<?>, Supplier<Object>> made = Map.of(
                Cli.class, Cli::new,
                ServerCommand.class, () -> new ServerCommand(start),
                DemoCommand.class, () -> new DemoCommand(start));
        CommandLine commands = new CommandLine(new Cli(), new CommandLine.IFactory() {
            @Override
            public <K> K create(Class<K> type) throws Exception {
                Supplier<Object> special = made.get(type);
                return special == null ? CommandLine.defaultFactory().create(type) : type.cast(special.get());
            }
        });
        commands.setExecutionExceptionHandler(Failures::tell);
        commands.setParameterExceptionHandler(Failures::misused);
        commands.setUsageHelpWidth(WIDTH);
        commands.setCaseInsensitiveEnumValuesAllowed(true);
        return commands;
    }

    /** Without a command. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Name a command.");
    }
}

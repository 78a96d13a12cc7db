package dev.lockkeeper.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** Says on standard error what went wrong, and chooses the exit code. A stack trace helps nobody who typed a command. */
final class Failures {
    private Failures() {}

    /** Wrong usage that shows only when the command runs. */
    static final class Usage extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Usage(String message) {
            super(message);
        }
    }

    static int tell(Exception failure, CommandLine command, ParseResult parsed) throws Exception {
        return switch (failure) {
            case ApiRefusal refusal -> refused(refusal, command);
            case Usage usage -> say(command, ExitCode.WRONG_USAGE, String.valueOf(usage.getMessage()));
            case NoSuchFileException missing ->
                say(command, ExitCode.WRONG_USAGE, "There is no file " + missing.getFile() + ".");
            case IOException io -> say(command, ExitCode.NO, String.valueOf(io.getMessage()));
            case UncheckedIOException io -> say(command, ExitCode.NO, String.valueOf(io.getMessage()));
            default -> throw failure;
        };
    }

    /** Says what is wrong and how it is right. */
    static int misused(CommandLine.ParameterException wrong, String[] args) {
        CommandLine command = wrong.getCommandLine();
        command.getErr().println(wrong.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(wrong, command.getErr());
        command.usage(command.getErr());
        return ExitCode.WRONG_USAGE;
    }

    private static int refused(ApiRefusal refusal, CommandLine command) {
        if (command.getCommandSpec().mixins().get("client") instanceof CommandLine.Model.CommandSpec mixin
                && mixin.userObject() instanceof Client client) {
            client.printJson(refusal.problem());
        }
        Object asked = command.getCommand();
        String file = asked instanceof SubmitCommand submit
                ? submit.file()
                : asked instanceof PolicyCommand.Setting policy ? policy.file() : "";
        return say(command, refusal.exitCode(), refusal.lines(file).toArray(String[]::new));
    }

    private static int say(CommandLine command, int code, String... lines) {
        for (String line : lines) {
            command.getErr().println(line);
        }
        return code;
    }
}

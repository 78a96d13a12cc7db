/**
 * The command line, a client of the API; {@code server} and {@code demo} start the program itself.
 *
 * <p>Here lives nothing that decides: a command sends one or a few calls and prints the answer. Not here: Spring; the commands are plain
 * objects of picocli, so that a client command is ready in an instant. Exit codes: 0 done, 1 the answer is no, 2 wrong usage. What was
 * asked for goes to standard output, everything else to standard error, so that {@code --json} can be piped.
 *
 * <p>Of the other modules it uses plain values and {@link dev.lockkeeper.chain.ExportCheck}, which verifies an export without a server.
 *
 * <p>Read first: {@code Cli}, {@code Client}, {@code ApiClient}, then {@code RunCommand} and {@code Follow}.
 */
@ApplicationModule(allowedDependencies = {"plan", "chain"})
@NullMarked
package dev.lockkeeper.cli;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

/**
 * The command line, a client of the API; {@code server} and {@code demo} start the program itself.
 *
 * <p>Read first: {@code CommandLine}, {@code ApiClient}.
 */
@ApplicationModule(allowedDependencies = {"plan"})
@NullMarked
package dev.lockkeeper.cli;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

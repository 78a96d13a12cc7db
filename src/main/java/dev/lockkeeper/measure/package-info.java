/**
 * What statements lock, measured: they are run on an empty copy of the tables' definitions, in a throw-away database of the embedded
 * store's server, and the server's own catalog says what they took, wrote anew and read. {@link
 * dev.lockkeeper.measure.Measurements} answers in bounded time; what cannot be measured says why.
 *
 * <p>An author's text is hostile until it is proved otherwise: {@code SentText} takes it apart and puts it together anew, {@code
 * Calls} knows what may be called, {@code AllowedActs} what may be done, and the login ({@code store.Sandbox}) has no rights.
 *
 * <p>Not here: predictions ({@code lint}), and what the measured is shown beside ({@code check}).
 */
@ApplicationModule(allowedDependencies = {"plan", "target", "lint", "lint :: sql", "store"})
@NullMarked
package dev.lockkeeper.measure;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

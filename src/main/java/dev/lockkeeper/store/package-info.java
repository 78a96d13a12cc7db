/**
 * Our own PostgreSQL: embedded under {@code --data} or external, its Flyway files ({@code resources/store}), the
 * notification channel, and the lock on the data directory.
 *
 * <p>Not here: the SQL of other modules; each has one {@code …Store} class of its own. Read first: {@code StoreSettings}.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.lockkeeper.store;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

/**
 * Who may do what: users, roles, tokens, sign-in, and the filter chain. Façades of other modules take a {@link
 * dev.lockkeeper.security.Person} and ask it; pages and API calls share these questions.
 *
 * <p>Read first: {@code Person}, {@code Role}, {@code Users}, {@code WebSecurity}.
 */
@ApplicationModule(allowedDependencies = {"store", "audit"})
@NullMarked
package dev.lockkeeper.security;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

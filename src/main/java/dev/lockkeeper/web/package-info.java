/**
 * Pages and live streams for people: one page a thing, one fragment a state, a change is a {@code POST} and a redirect.
 *
 * <p>Read first: {@code RunPages}, {@code NextAction}.
 */
@ApplicationModule(
        allowedDependencies = {"plan", "store", "audit", "security", "catalog", "target", "check", "run", "api"})
@NullMarked
package dev.lockkeeper.web;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

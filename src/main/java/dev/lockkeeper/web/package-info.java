/**
 * Pages and live streams for people: one page a thing, one fragment a state, a change is a {@code POST} and a redirect.
 *
 * <p>Here live the controllers ({@code …Pages}), what a page shows as values ({@code RunView}, {@code Review}, {@code
 * BoardForm}), and how values are written ({@code Show}, {@code Mark}). The markup is in {@code frontend/}, which works
 * without script. What a person may do is asked by the façades of the other modules, never here; {@code NextAction} only
 * decides what is offered. {@code RunStreams} renders each fragment of a run once and sends it to all who look.
 *
 * <p>Not here: JSON for programs, and any SQL. Read first: {@code RunPages}, {@code NextAction}, {@code RunChannel}.
 */
@ApplicationModule(
        allowedDependencies = {"plan", "store", "audit", "security", "catalog", "target", "lint", "check", "run", "api"
        })
@NullMarked
package dev.lockkeeper.web;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

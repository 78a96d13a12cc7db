package dev.lockkeeper.api;

import dev.lockkeeper.Failure;
import dev.lockkeeper.plan.TableName;
import dev.lockkeeper.security.CurrentPerson;
import dev.lockkeeper.target.Probe;
import dev.lockkeeper.target.TableShape;
import dev.lockkeeper.target.TableSummary;
import dev.lockkeeper.target.Target;
import dev.lockkeeper.target.TargetSession;
import dev.lockkeeper.target.TargetSpec;
import dev.lockkeeper.target.Targets;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/v1/targets}: the registered databases, and looking into them. */
@RestController
@Tag(name = "Targets")
@RequestMapping("/api/v1/targets")
class TargetsApi {

    private final Targets targets;
    private final CurrentPerson person;

    TargetsApi(Targets targets, CurrentPerson person) {
        this.targets = targets;
        this.person = person;
    }

    /** What is sent; in a change, what is left out stays. */
    record TargetBody(
            @Nullable String name,
            @Nullable String engine,
            @Nullable String url,
            @Nullable String username,
            @Nullable String password,
            @Nullable String passwordFrom,
            @Nullable String environment,
            @Nullable String team,
            @Nullable List<String> replicas,
            @Nullable List<String> windows,
            @Nullable Map<String, Object> policy) {

        TargetSpec spec() {
            return new TargetSpec(
                    name, engine, url, username, password, passwordFrom, environment, team, replicas, windows, policy);
        }

        @Override
        public String toString() {
            return "TargetBody[" + name + "]";
        }
    }

    /** What is answered; there is no field for a password. */
    record TargetView(
            String name,
            String engine,
            String url,
            String username,
            @Nullable String passwordFrom,
            String environment,
            @Nullable String team,
            List<String> replicas,
            List<String> windows,
            Map<String, Object> policy) {

        static TargetView of(Target target) {
            return new TargetView(
                    target.name(),
                    target.engine().wire(),
                    target.url(),
                    target.username(),
                    target.passwordFrom(),
                    target.environment(),
                    target.team(),
                    target.replicas(),
                    target.windows(),
                    target.policy());
        }
    }

    @GetMapping
    @Operation(summary = "The targets that you may see")
    PageBody<TargetView> list(
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String after) {
        // By name: where the page before ended, whether or not that one is still there.
        List<Target> left = targets.list(person.get()).stream()
                .filter(target -> after == null || target.name().compareTo(after) > 0)
                .toList();
        return PageBody.of(left, Target::name, TargetView::of, limit, null);
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "Register a target; its password never comes back")
    ResponseEntity<TargetView> register(@RequestBody TargetBody body) {
        Target target = targets.register(body.spec(), person.get());
        return ResponseEntity.created(URI.create("/api/v1/targets/" + target.name()))
                .body(TargetView.of(target));
    }

    @GetMapping("/{name}")
    @Operation(summary = "A target")
    TargetView get(@PathVariable String name) {
        return TargetView.of(targets.get(name, person.get()));
    }

    @PatchMapping("/{name}")
    @Operation(summary = "Change what is named; the rest stays")
    TargetView update(@PathVariable String name, @RequestBody TargetBody body) {
        return TargetView.of(targets.update(name, body.spec(), person.get()));
    }

    @DeleteMapping("/{name}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Remove a target")
    ResponseEntity<Void> remove(@PathVariable String name) {
        targets.remove(name, person.get());
        return ResponseEntity.noContent().build();
    }

    @PostMapping("/{name}/probe")
    @Operation(summary = "Connect: version, latency, privileges, and what is missing with the statement that grants it")
    Probe probe(@PathVariable String name) {
        return targets.probe(name, person.get());
    }

    /** By size, largest first. */
    @GetMapping("/{name}/tables")
    @Operation(summary = "Its tables, largest first")
    PageBody<TableSummary> tables(
            @PathVariable String name,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String after) {
        List<TableSummary> all = targets.ask(name, person.get(), TargetSession::tables);
        return PageBody.of(all, table -> table.schema() + "." + table.name(), table -> table, limit, after);
    }

    @GetMapping("/{name}/tables/{table}")
    @Operation(summary = "A table: size, columns, keys, indexes, triggers, write rate")
    TableShape table(@PathVariable String name, @PathVariable String table) {
        TableName wanted = tableName(table);
        Optional<TableShape> shape = targets.ask(name, person.get(), session -> session.table(wanted));
        return shape.orElseThrow(() -> Failure.notFound("table", table));
    }

    private static TableName tableName(String text) {
        try {
            return TableName.of(text);
        } catch (IllegalArgumentException e) {
            throw Failure.notFound("table", text);
        }
    }
}

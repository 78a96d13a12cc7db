package dev.lockkeeper.api;

import dev.lockkeeper.Failure;
import dev.lockkeeper.Paged;
import dev.lockkeeper.plan.TableName;
import dev.lockkeeper.security.CurrentPerson;
import dev.lockkeeper.target.Probe;
import dev.lockkeeper.target.TableShape;
import dev.lockkeeper.target.TableSummary;
import dev.lockkeeper.target.Target;
import dev.lockkeeper.target.TargetSession;
import dev.lockkeeper.target.TargetSpec;
import dev.lockkeeper.target.Targets;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/v1/targets}: the registered databases, and looking into them. */
@RestController
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
    PageBody<TargetView> list(
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String after) {
        return PageBody.of(page(targets.list(person.get()), Target::name, limit, after), TargetView::of);
    }

    @PostMapping
    ResponseEntity<TargetView> register(@RequestBody TargetBody body) {
        Target target = targets.register(body.spec(), person.get());
        return ResponseEntity.created(URI.create("/api/v1/targets/" + target.name()))
                .body(TargetView.of(target));
    }

    @GetMapping("/{name}")
    TargetView get(@PathVariable String name) {
        return TargetView.of(targets.get(name, person.get()));
    }

    @PatchMapping("/{name}")
    TargetView update(@PathVariable String name, @RequestBody TargetBody body) {
        return TargetView.of(targets.update(name, body.spec(), person.get()));
    }

    @DeleteMapping("/{name}")
    ResponseEntity<Void> remove(@PathVariable String name) {
        targets.remove(name, person.get());
        return ResponseEntity.noContent().build();
    }

    @PostMapping("/{name}/probe")
    Probe probe(@PathVariable String name) {
        return targets.probe(name, person.get());
    }

    /** By size, largest first. */
    @GetMapping("/{name}/tables")
    PageBody<TableSummary> tables(
            @PathVariable String name,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String after) {
        List<TableSummary> all = targets.ask(name, person.get(), TargetSession::tables);
        return PageBody.of(page(all, table -> table.schema() + "." + table.name(), limit, after), table -> table);
    }

    @GetMapping("/{name}/tables/{table}")
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

    /** The order is the façade's; the cursor is the last item's name. One that has gone in between starts again from the first. */
    private static <T> Paged<T> page(
            List<T> all, Function<T, String> name, @Nullable Integer limit, @Nullable String after) {
        int size = PageBody.limit(limit);
        int from = after == null ? 0 : all.stream().map(name).toList().indexOf(after) + 1;
        int to = Math.min(all.size(), from + size);
        List<T> items = all.subList(from, to);
        return new Paged<>(items, to < all.size() ? name.apply(items.getLast()) : null);
    }
}

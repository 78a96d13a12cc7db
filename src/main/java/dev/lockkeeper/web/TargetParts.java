package dev.lockkeeper.web;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.plan.TableName;
import dev.lockkeeper.run.Run;
import dev.lockkeeper.run.Runs;
import dev.lockkeeper.security.CurrentPerson;
import dev.lockkeeper.security.Person;
import dev.lockkeeper.target.LockTree;
import dev.lockkeeper.target.Locks;
import dev.lockkeeper.target.Probe;
import dev.lockkeeper.target.Session;
import dev.lockkeeper.target.TableShape;
import dev.lockkeeper.target.Target;
import dev.lockkeeper.target.TargetSession;
import dev.lockkeeper.target.Targets;
import dev.lockkeeper.target.Window;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * What only the target itself can tell: whether it answers, its sessions, its tables. Each is a page of its own, and a part of the
 * target's page that htmx fills in once that page is there, so that a target which is away keeps nobody waiting.
 */
@Controller
class TargetParts {
    private static final String HTMX = "HX-Request";
    private static final int FEW = 12;
    private static final int SESSIONS = 200;

    private final Targets targets;
    private final Locks locks;
    private final Runs runs;
    private final Patience patience;
    private final CurrentPerson current;

    TargetParts(Targets targets, Locks locks, Runs runs, Patience patience, CurrentPerson current) {
        this.targets = targets;
        this.locks = locks;
        this.runs = runs;
        this.patience = patience;
        this.current = current;
    }

    @GetMapping("/targets/{name}/reach")
    String reach(
            @PathVariable String name,
            @RequestHeader(name = HTMX, required = false) @Nullable String htmx,
            Model model) {
        Person person = current.get();
        Target target = begin(name, person, model);
        Probe probe = probe(name, person);
        List<Run> active = runs.list(null, name, true, 1, null, person).items();
        WindowStrip strip = WindowStrip.of(Window.of(target), Instant.now(), LocaleContextHolder.getLocale());
        model.addAttribute("probe", probe);
        model.addAttribute("strip", strip);
        model.addAttribute("active", active.isEmpty() ? null : active.getFirst());
        model.addAttribute("askedAt", Instant.now());
        model.addAttribute(
                "next", TargetNext.of(probe, !active.isEmpty(), strip.open(), TargetReader.of(person, target)));
        return view("reach", htmx, model);
    }

    private Probe probe(String name, Person person) {
        try {
            return patience.ask(name, () -> targets.probe(name, person));
        } catch (Failure silent) {
            return new Probe(false, null, null, false, List.of(), List.of(), silent.message(), silent.advice());
        }
    }

    @GetMapping("/targets/{name}/sessions")
    String sessions(
            @PathVariable String name,
            @RequestHeader(name = HTMX, required = false) @Nullable String htmx,
            Model model) {
        Person person = current.get();
        begin(name, person, model);
        try {
            List<Session> sessions = patience.ask(name, () -> locks.sessions(name, person));
            model.addAttribute("sessions", longestFirst(sessions));
            model.addAttribute("count", sessions.size());
            model.addAttribute("tree", LockTree.of(sessions));
        } catch (Failure failure) {
            model.addAttribute("silent", failure);
        }
        return view("sessions", htmx, model);
    }

    private static List<Session> longestFirst(List<Session> sessions) {
        return sessions.stream()
                .sorted(Comparator.comparing(TargetParts::since))
                .limit(SESSIONS)
                .toList();
    }

    /** Those without a transaction come last. */
    private static Instant since(Session session) {
        Instant since = session.transactionSince();
        return since == null ? Instant.MAX : since;
    }

    /** @param sort {@code size}, {@code rows} or {@code name} */
    @GetMapping("/targets/{name}/tables")
    String tables(
            @PathVariable String name,
            @RequestParam(required = false) @Nullable String sort,
            @RequestParam(required = false) @Nullable String query,
            @RequestParam(required = false) @Nullable String after,
            @RequestHeader(name = HTMX, required = false) @Nullable String htmx,
            Model model) {
        Person person = current.get();
        begin(name, person, model);
        try {
            TableList list = TableList.of(
                    patience.ask(name, () -> targets.ask(name, person, TargetSession::tables)),
                    sort,
                    Forms.blankToNull(query),
                    Forms.blankToNull(after));
            model.addAttribute("list", htmx == null ? list : list.few(FEW));
            model.addAttribute("first", Forms.blankToNull(after) == null);
        } catch (Failure failure) {
            model.addAttribute("silent", failure);
        }
        return view("tables", htmx, model);
    }

    @GetMapping("/targets/{name}/tables/{table}")
    String table(@PathVariable String name, @PathVariable String table, Model model) {
        Person person = current.get();
        begin(name, person, model);
        TableName wanted = tableName(table);
        try {
            Optional<TableShape> shape =
                    patience.ask(name, () -> targets.ask(name, person, session -> session.table(wanted)));
            model.addAttribute("shape", shape.orElseThrow(() -> Failure.notFound("table", table)));
        } catch (Failure failure) {
            if (failure.code() == Code.NOT_FOUND) {
                throw failure;
            }
            model.addAttribute("silent", failure);
        }
        model.addAttribute("name", table);
        return "pages/target-table";
    }

    private static TableName tableName(String text) {
        try {
            return TableName.of(text);
        } catch (IllegalArgumentException e) {
            throw Failure.notFound("table", text);
        }
    }

    private Target begin(String name, Person person, Model model) {
        Target target = targets.get(name, person);
        TargetReader reader = TargetReader.of(person, target);
        model.addAttribute("target", target);
        model.addAttribute("reader", reader);
        model.addAttribute("mayEnd", reader.operator());
        return target;
    }

    private static String view(String part, @Nullable String htmx, Model model) {
        model.addAttribute("part", part);
        model.addAttribute("heading", "target.part." + part);
        model.addAttribute("alone", htmx == null);
        return htmx == null ? "pages/target-part" : "fragments/target-" + part + " :: part";
    }
}

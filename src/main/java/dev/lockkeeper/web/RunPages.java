package dev.lockkeeper.web;

import dev.lockkeeper.Paged;
import dev.lockkeeper.run.Run;
import dev.lockkeeper.run.Runs;
import dev.lockkeeper.security.CurrentPerson;
import dev.lockkeeper.security.Person;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** The runs, one run, and its live stream. */
@Controller
class RunPages {
    private static final int PAGE = 50;

    /** Without script. */
    private static final int REFRESH_SECONDS = 5;

    private final Runs runs;
    private final RunViews views;
    private final RunStreams streams;
    private final CurrentPerson current;

    RunPages(Runs runs, RunViews views, RunStreams streams, CurrentPerson current) {
        this.runs = runs;
        this.views = views;
        this.streams = streams;
        this.current = current;
    }

    @GetMapping("/runs")
    String list(
            @RequestParam(required = false) @Nullable String migration,
            @RequestParam(required = false) @Nullable String target,
            @RequestParam(required = false) @Nullable Boolean active,
            @RequestParam(required = false) @Nullable String after,
            Model model) {
        String ofMigration = Forms.blankToNull(migration);
        String onTarget = Forms.blankToNull(target);
        Paged<Run> page = runs.list(ofMigration, onTarget, active, PAGE, Forms.blankToNull(after), current.get());
        model.addAttribute("rows", page.items().stream().map(RunRow::of).toList());
        model.addAttribute("after", page.after());
        model.addAttribute("first", Forms.blankToNull(after) == null);
        model.addAttribute("migration", ofMigration);
        model.addAttribute("target", onTarget);
        model.addAttribute("active", active);
        return "pages/runs";
    }

    @GetMapping("/runs/{id}")
    String show(@PathVariable long id, Model model) {
        Person person = current.get();
        RunView view = views.read(id, person);
        Reader reader = views.reader(view, person);
        model.addAttribute("view", view);
        model.addAttribute("run", view.run());
        model.addAttribute("reader", reader);
        model.addAttribute("next", view.next(reader));
        model.addAttribute("refresh", view.run().state().active() ? REFRESH_SECONDS : null);
        return "pages/run";
    }

    @GetMapping(path = "/runs/{id}/live", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    SseEmitter live(
            @PathVariable long id, @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String last) {
        return streams.open(id, current.get());
    }
}

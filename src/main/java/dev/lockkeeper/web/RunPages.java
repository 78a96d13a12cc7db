package dev.lockkeeper.web;

import dev.lockkeeper.security.CurrentPerson;
import dev.lockkeeper.security.Person;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** One run, and its live stream. */
@Controller
class RunPages {
    /** Without script. */
    private static final int REFRESH_SECONDS = 5;

    private final RunViews views;
    private final RunStreams streams;
    private final CurrentPerson current;

    RunPages(RunViews views, RunStreams streams, CurrentPerson current) {
        this.views = views;
        this.streams = streams;
        this.current = current;
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

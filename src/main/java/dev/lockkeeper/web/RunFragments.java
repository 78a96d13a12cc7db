package dev.lockkeeper.web;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.thymeleaf.ITemplateEngine;
import org.thymeleaf.context.Context;

/** Renders the live parts of a run's page outside of a request; the page itself includes the same files. */
@Component
class RunFragments {
    /** The same for every reader. The element of each file has the id {@code run-} and its name. */
    private static final List<String> COMMON =
            List.of("state", "phases", "backfill", "lanes", "pace", "statements", "events");

    /** Depend on what the reader may do. */
    private static final List<String> OWN = List.of("next", "holes", "locks");

    private final ITemplateEngine templates;

    RunFragments(ITemplateEngine templates) {
        this.templates = templates;
    }

    Map<String, String> render(RunView view, Reader reader) {
        return withOwn(common(view), view, reader);
    }

    Map<String, String> common(RunView view) {
        Map<String, String> rendered = new LinkedHashMap<>();
        COMMON.forEach(name -> rendered.put("run-" + name, fragment(name, view, null)));
        if (view.run().backfill() != null) {
            rendered.put("sample", RateSamples.Sample.of(view.run().backfill()).json());
        }
        return rendered;
    }

    Map<String, String> withOwn(Map<String, String> common, RunView view, Reader reader) {
        Map<String, String> rendered = new LinkedHashMap<>();
        OWN.forEach(name -> rendered.put("run-" + name, fragment(name, view, reader)));
        rendered.putAll(common);
        return rendered;
    }

    private String fragment(String name, RunView view, @Nullable Reader reader) {
        Context context = new Context(Locale.ENGLISH);
        context.setVariable("show", Show.VALUES);
        context.setVariable("view", view);
        context.setVariable("run", view.run());
        context.setVariable("reader", reader);
        context.setVariable("next", reader == null ? null : view.next(reader));
        return templates.process("fragments/run/" + name, context).strip();
    }
}

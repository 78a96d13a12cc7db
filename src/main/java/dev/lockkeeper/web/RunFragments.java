package dev.lockkeeper.web;

import dev.lockkeeper.run.RunSeries;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.i18n.LocaleContext;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;
import org.thymeleaf.ITemplateEngine;
import org.thymeleaf.context.Context;

/** Renders the live parts of a run's page outside of a request, in the language of who reads; the page itself includes the same files. */
@Component
class RunFragments {
    /** The same for every reader. The element of each file has the id {@code run-} and its name. */
    private static final List<String> COMMON =
            List.of("state", "phases", "backfill", "lanes", "pace", "samples", "statements", "events");

    /** Depend on what the reader may do. */
    private static final List<String> OWN = List.of("next", "holes", "locks");

    private final ITemplateEngine templates;

    RunFragments(ITemplateEngine templates) {
        this.templates = templates;
    }

    Map<String, String> common(RunView view, Locale locale) {
        return in(locale, () -> {
            Map<String, String> rendered = new LinkedHashMap<>();
            COMMON.forEach(name -> rendered.put("run-" + name, fragment(name, view, null, locale)));
            rendered.put("span", ChartData.json(view));
            if (view.run().backfill() != null) {
                rendered.put(
                        "sample", ChartData.json(RunSeries.Sample.of(view.run().backfill())));
            }
            return rendered;
        });
    }

    Map<String, String> withOwn(Map<String, String> common, RunView view, Reader reader, Locale locale) {
        return in(locale, () -> {
            Map<String, String> rendered = new LinkedHashMap<>();
            OWN.forEach(name -> rendered.put("run-" + name, fragment(name, view, reader, locale)));
            rendered.putAll(common);
            return rendered;
        });
    }

    /** {@link Show} writes numbers as this thread's reader does. */
    private static Map<String, String> in(Locale locale, Supplier<Map<String, String>> rendering) {
        LocaleContext before = LocaleContextHolder.getLocaleContext();
        LocaleContextHolder.setLocale(locale);
        try {
            return rendering.get();
        } finally {
            LocaleContextHolder.setLocaleContext(before);
        }
    }

    private String fragment(String name, RunView view, @Nullable Reader reader, Locale locale) {
        Context context = new Context(locale);
        context.setVariable("show", Show.VALUES);
        context.setVariable("view", view);
        context.setVariable("run", view.run());
        context.setVariable("reader", reader);
        context.setVariable("next", reader == null ? null : view.next(reader));
        return templates.process("fragments/run/" + name, context).strip();
    }
}

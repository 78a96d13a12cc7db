package dev.lockkeeper.web;

import dev.lockkeeper.target.TargetLists.Choice;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.HtmlUtils;

/** The options of a choice among all targets: with five hundred of them, a template would take longer than the rest of the page. */
final class TargetOptions {
    private TargetOptions() {}

    /** @return HTML, escaped */
    static String html(List<Choice> choices, @Nullable String selected) {
        StringBuilder html = new StringBuilder();
        for (Choice choice : choices) {
            String name = HtmlUtils.htmlEscape(choice.name(), "UTF-8");
            html.append("<option value=\"").append(name).append('"');
            if (choice.name().equals(selected)) {
                html.append(" selected=\"selected\"");
            }
            html.append('>')
                    .append(name)
                    .append(" · ")
                    .append(HtmlUtils.htmlEscape(choice.environment(), "UTF-8"))
                    .append("</option>");
        }
        return html.toString();
    }
}

package dev.lockkeeper.web;

import java.util.List;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.DefaultUrlSanitizer;
import org.commonmark.renderer.html.HtmlRenderer;

/** A migration's description as HTML. Raw HTML in it is shown as text, and links other than web and mail lose their address. */
final class Markdown {
    private Markdown() {}

    private static final Parser PARSER = Parser.builder().build();
    private static final HtmlRenderer RENDERER = HtmlRenderer.builder()
            .escapeHtml(true)
            .sanitizeUrls(true)
            // Without data:, which the library's own list allows.
            .urlSanitizer(new DefaultUrlSanitizer(List.of("http", "https", "mailto")))
            .build();

    static String html(String markdown) {
        return RENDERER.render(PARSER.parse(markdown));
    }
}

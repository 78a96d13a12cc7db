package dev.lockkeeper.web;

import java.util.List;
import org.springframework.stereotype.Component;
import org.thymeleaf.context.IExpressionContext;
import org.thymeleaf.linkbuilder.StandardLinkBuilder;
import org.thymeleaf.spring6.SpringTemplateEngine;

/**
 * Only the address of a static file carries a version. Any other link of a page would be looked for among the files too, four places in
 * the jar each time, and that it is none of them is not remembered.
 */
@Component
class PageLinks {
    private static final List<String> STATIC = List.of("/css/", "/img/", "/js/", "/webjars/", "/schema/");

    PageLinks(SpringTemplateEngine engine) {
        engine.setLinkBuilder(new StandardLinkBuilder() {
            @Override
            protected String processLink(IExpressionContext context, String link) {
                return STATIC.stream().anyMatch(link::contains) ? super.processLink(context, link) : link;
            }
        });
    }
}

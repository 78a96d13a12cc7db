package dev.lockkeeper.web;

import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/** The frame around every page. */
@ControllerAdvice(basePackageClasses = PageAdvice.class)
class PageAdvice {
    private final Chrome chrome;

    PageAdvice(Chrome chrome) {
        this.chrome = chrome;
    }

    @ModelAttribute
    void frame(Model model) {
        model.addAllAttributes(chrome.names());
    }
}

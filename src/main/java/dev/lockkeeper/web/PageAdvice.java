package dev.lockkeeper.web;

import dev.lockkeeper.Failure;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.ModelAndView;

/** For the pages only: the frame around each, and a page for what a façade refuses. */
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

    @ExceptionHandler
    ModelAndView refused(Failure failure) {
        return page(failure);
    }

    /** {@code /runs/abc}: there is no such thing, rather than a wrong request. */
    @ExceptionHandler
    ModelAndView noSuchThing(MethodArgumentTypeMismatchException wrong) {
        return page(Failure.notFound(wrong.getName(), String.valueOf(wrong.getValue())));
    }

    private ModelAndView page(Failure failure) {
        Map<String, @Nullable Object> names = chrome.names();
        names.put("failure", failure);
        names.put("status", failure.code().status());
        ModelAndView page = new ModelAndView("pages/failure", names);
        page.setStatus(org.springframework.http.HttpStatusCode.valueOf(failure.code().status()));
        return page;
    }
}

package dev.lockkeeper.web;

import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The texts of the message files, for what a controller says. */
@Component
class PageTexts {
    private final MessageSource messages;

    PageTexts(MessageSource messages) {
        this.messages = messages;
    }

    String of(String key, Object... values) {
        return messages.getMessage(key, values, LocaleContextHolder.getLocale());
    }

    /** On the page that one is sent to. */
    void say(RedirectAttributes flash, String key, Object... values) {
        Forms.say(flash, of(key, values));
    }
}

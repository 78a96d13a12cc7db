package dev.lockkeeper.web;

import java.util.Locale;
import java.util.Objects;
import org.springframework.context.i18n.LocaleContextHolder;

/**
 * Texts of the message files, for what is said outside of a template. Values such as {@link Mark} and {@link Act} keep the key and look
 * the text up whenever it is asked for, so that one value is read by each in their own language; English where nobody reads.
 */
final class Words {
    private Words() {}

    /** @throws org.springframework.context.NoSuchMessageException when no message file has it */
    static String of(String key, Object... values) {
        return Texts.SOURCE.getMessage(key, values, locale());
    }

    /** @param otherwise what is said when no message file has the key */
    static String orElse(String otherwise, String key, Object... values) {
        return Objects.requireNonNull(Texts.SOURCE.getMessage(key, values, otherwise, locale()));
    }

    /** Of the request, or of those for whom a live fragment is rendered. */
    static Locale locale() {
        return LocaleContextHolder.getLocaleContext() == null ? Locale.ENGLISH : LocaleContextHolder.getLocale();
    }
}

package dev.lockkeeper.web;

import dev.lockkeeper.Failure;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** A change is a {@code POST} and a redirect. What a façade refuses is said on the page the form came from, with what was typed. */
final class Forms {
    private static final Set<String> SECRET = Set.of("password", "present", "wanted", "again", "_csrf");

    private Forms() {}

    /**
     * @param back where the form was
     * @param deed returns where to go when it succeeded
     */
    static String send(String back, Map<String, String> typed, RedirectAttributes flash, Supplier<String> deed) {
        try {
            return "redirect:" + deed.get();
        } catch (Failure failure) {
            return refused(back, typed, flash, failure);
        }
    }

    static String refused(String back, Map<String, String> typed, RedirectAttributes flash, Failure failure) {
        flash.addFlashAttribute("failure", failure);
        flash.addFlashAttribute("typed", withoutSecrets(typed));
        return "redirect:" + back;
    }

    static void say(RedirectAttributes flash, String notice) {
        flash.addFlashAttribute("notice", notice);
    }

    /** As {@link #say}, of what was not done. */
    static void warn(RedirectAttributes flash, String warning) {
        flash.addFlashAttribute("warning", warning);
    }

    /** A blank field of a form means nothing was said. */
    static @Nullable String blankToNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }

    /** A field for a time, which has no zone and is taken for UTC; null when it is empty. */
    static @Nullable Instant utc(@Nullable String text) {
        String time = blankToNull(text);
        if (time == null) {
            return null;
        }
        try {
            return LocalDateTime.parse(time).toInstant(ZoneOffset.UTC);
        } catch (DateTimeParseException e) {
            throw Failure.invalid(
                    "'" + time + "' is not a time. Nothing was launched.", "Write it as 2026-11-20T22:00, in UTC.");
        }
    }

    /** A parameter of an address that says nothing we know. */
    static Failure unknown(String name, String value) {
        return Failure.invalid(
                "'" + value + "' is not a value of '" + name + "'.",
                "Leave '" + name + "' out, or choose one of the page.");
    }

    static Map<String, String> withoutSecrets(Map<String, String> typed) {
        Map<String, String> kept = new HashMap<>(typed);
        kept.keySet().removeIf(name -> SECRET.contains(name));
        return kept;
    }
}

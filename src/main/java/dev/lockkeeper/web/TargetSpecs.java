package dev.lockkeeper.web;

import dev.lockkeeper.target.Target;
import dev.lockkeeper.target.TargetSpec;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a form of a target asks for. */
final class TargetSpecs {
    private static final String PASSWORD = "password";
    private static final String FROM = "passwordFrom";

    private TargetSpecs() {}

    /** Of a new one: what was left empty was not said. */
    static TargetSpec fresh(Map<String, String> form) {
        return spec(form, password(form), Forms.blankToNull(form.get(FROM)), Forms.blankToNull(form.get("team")));
    }

    /**
     * Of a change: every field stands in the form, so an emptied one is empty. Only the password is kept when nothing is typed, because
     * it is never shown; and a reference that stays is not given again, which would need the right to give one.
     */
    static TargetSpec change(Map<String, String> form, Target now) {
        String typed = password(form);
        String from = Forms.blankToNull(form.get(FROM));
        boolean same = from == null ? now.passwordFrom() == null : from.equals(now.passwordFrom());
        // Taken away, and nothing in its place: an empty password is refused at its field.
        String password = typed == null && from == null && now.passwordFrom() != null ? "" : typed;
        return spec(
                form,
                password,
                same ? null : from,
                form.getOrDefault("team", "").strip());
    }

    private static TargetSpec spec(
            Map<String, String> form, @Nullable String password, @Nullable String from, @Nullable String team) {
        return new TargetSpec(
                Forms.blankToNull(form.get("name")),
                Forms.blankToNull(form.get("engine")),
                form.getOrDefault("url", "").strip(),
                form.getOrDefault("username", "").strip(),
                password,
                from,
                form.getOrDefault("environment", "").strip(),
                team,
                lines(form.get("replicas")),
                lines(form.get("windows")),
                TargetFormPolicy.policy(form));
    }

    private static @Nullable String password(Map<String, String> form) {
        String password = form.getOrDefault(PASSWORD, "");
        return password.isEmpty() ? null : password;
    }

    private static List<String> lines(@Nullable String text) {
        return text == null
                ? List.of()
                : text.lines()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty())
                        .toList();
    }
}

package dev.lockkeeper.target;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.Failure.Problem;
import dev.lockkeeper.plan.Engine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Looks at what was sent and finds everything that is wrong with it, not only the first thing. For one spec. */
final class Registration {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");
    /** No longer than what a role can name after its @. */
    private static final Pattern ENVIRONMENT = Pattern.compile("[a-z0-9-]{1,62}");

    private static final Pattern TEAM = Pattern.compile("[A-Za-z0-9._-]{1,62}");
    private static final int LONGEST_URL = 1000;
    private static final int LONGEST_LOGIN = 128;
    private static final int LONGEST_PASSWORD = 1024;
    private static final int MOST_REPLICAS = 20;
    private static final int MOST_WINDOWS = 50;

    private final TargetSpec spec;
    private final Function<Engine, Optional<Dialect>> dialects;
    private final Passwords passwords;
    private final List<Problem> problems = new ArrayList<>();
    private final List<Problem> notYet = new ArrayList<>();

    Registration(TargetSpec spec, Function<Engine, Optional<Dialect>> dialects, Passwords passwords) {
        this.spec = spec;
        this.dialects = dialects;
        this.passwords = passwords;
    }

    /** @throws Failure {@code invalid} with every finding; {@code not-yet} when only things to come were asked for */
    Target fresh() {
        matches("name", spec.name(), NAME, "1 to 63 of a-z 0-9 . _ -, beginning with a letter or digit");
        Engine engine = engine();
        Dialect dialect = engine == null ? null : dialect(engine);
        common(dialect);
        password(true);
        refuseWhatWasFound();
        return target(0, engine == null ? Engine.POSTGRESQL : engine);
    }

    /** The target as it will be: what the change leaves out stays. */
    Target changed(Target now) {
        if (spec.name() != null && !spec.name().equals(now.name())) {
            find("name", "the name never changes: runs, approvals and the audit record refer to it");
        }
        if (spec.engine() != null && !spec.engine().equals(now.engine().wire())) {
            find("engine", "the engine never changes: register another target");
        }
        password(false);
        Registration whole = new Registration(over(now), dialects, passwords);
        whole.common(dialects.apply(now.engine()).orElse(null));
        problems.addAll(whole.problems);
        notYet.addAll(whole.notYet);
        refuseWhatWasFound();
        return whole.target(now.id(), now.engine());
    }

    private TargetSpec over(Target now) {
        return new TargetSpec(
                now.name(),
                now.engine().wire(),
                or(spec.url(), now.url()),
                or(spec.username(), now.username()),
                null,
                now.passwordFrom(),
                or(spec.environment(), now.environment()),
                // An empty team takes the target away from its team; null cannot say it.
                spec.team() == null ? now.team() : spec.team().isBlank() ? null : spec.team(),
                spec.replicas() == null ? now.replicas() : spec.replicas(),
                spec.windows() == null ? now.windows() : spec.windows(),
                spec.policy() == null ? now.policy() : spec.policy());
    }

    private void common(@Nullable Dialect dialect) {
        address("url", spec.url(), dialect);
        given("username", spec.username(), LONGEST_LOGIN);
        matches(
                "environment",
                spec.environment(),
                ENVIRONMENT,
                "lower-case letters, digits and hyphens, for example prod");
        if (spec.team() != null && !TEAM.matcher(spec.team()).matches()) {
            find("team", "1 to 62 letters, digits, dots, underscores and hyphens");
        }
        List<String> replicas = spec.replicas() == null ? List.of() : spec.replicas();
        if (replicas.size() > MOST_REPLICAS) {
            find("replicas", "at most " + MOST_REPLICAS);
        }
        for (int i = 0; i < replicas.size(); i++) {
            address("replicas[" + i + "]", replicas.get(i), dialect);
        }
        windows();
        policy();
    }

    private void windows() {
        List<String> windows = spec.windows() == null ? List.of() : spec.windows();
        if (windows.size() > MOST_WINDOWS) {
            find("windows", "at most " + MOST_WINDOWS);
        }
        for (int i = 0; i < windows.size(); i++) {
            try {
                Window.parse(String.valueOf(windows.get(i)));
            } catch (Failure failure) {
                find("windows[" + i + "]", failure.message() + " " + failure.advice());
            }
        }
    }

    /** Kept but not enforced, a policy would promise what is not true. */
    private void policy() {
        if (spec.policy() == null) {
            return;
        }
        for (TargetPolicy.Wrong wrong : TargetPolicy.of(spec.policy()).wrong()) {
            String path = "policy." + wrong.path();
            if (wrong.notYet()) {
                notYet.add(new Problem(0, 0, path, "this policy is not enforced yet: leave it out"));
            } else {
                find(path, wrong.message());
            }
        }
    }

    private void password(boolean needed) {
        String password = spec.password();
        String from = spec.passwordFrom();
        if (password != null && from != null) {
            find("passwordFrom", "give password or passwordFrom, not both");
        } else if (password == null && from == null && needed) {
            find("password", "is missing: give password, or passwordFrom with env:NAME or file:/path");
        }
        if (password != null
                && (password.isEmpty() || password.length() > LONGEST_PASSWORD || password.indexOf('\0') >= 0)) {
            find("password", "1 to " + LONGEST_PASSWORD + " characters");
        }
        if (from != null) {
            passwords.problem(from).ifPresent(problem -> find("passwordFrom", problem));
        }
    }

    private @Nullable Engine engine() {
        String known = Arrays.stream(Engine.values()).map(Engine::wire).collect(Collectors.joining(", "));
        if (spec.engine() == null) {
            find("engine", "is missing: one of " + known);
            return null;
        }
        Optional<Engine> engine = Engine.of(spec.engine());
        if (engine.isEmpty()) {
            find("engine", "'" + spec.engine() + "' is not known: one of " + known);
        }
        return engine.orElse(null);
    }

    private @Nullable Dialect dialect(Engine engine) {
        Optional<Dialect> dialect = dialects.apply(engine);
        if (dialect.isEmpty()) {
            notYet.add(new Problem(0, 0, "engine", "targets of engine " + engine.wire() + " cannot be registered yet"));
        }
        return dialect.orElse(null);
    }

    /** Without a dialect nobody can read it, and the engine is the finding. */
    private void address(String path, @Nullable String url, @Nullable Dialect dialect) {
        if (!given(path, url, LONGEST_URL) || url == null || dialect == null) {
            return;
        }
        try {
            dialect.validateUrl(url);
        } catch (Failure failure) {
            find(path, failure.message() + " " + failure.advice());
        }
    }

    private boolean given(String path, @Nullable String value, int longest) {
        if (value == null || value.isBlank()) {
            find(path, "is missing");
            return false;
        }
        if (value.length() > longest || value.indexOf('\0') >= 0) {
            find(path, "at most " + longest + " characters");
            return false;
        }
        return true;
    }

    private void matches(String path, @Nullable String value, Pattern pattern, String form) {
        if (value == null) {
            find(path, "is missing: " + form);
        } else if (!pattern.matcher(value).matches()) {
            find(path, form);
        }
    }

    private void find(String path, String message) {
        problems.add(new Problem(0, 0, path, message));
    }

    private void refuseWhatWasFound() {
        if (problems.isEmpty() && notYet.isEmpty()) {
            return;
        }
        Code code = problems.isEmpty() ? Code.NOT_YET : Code.INVALID;
        problems.addAll(notYet);
        String all = problems.stream()
                .map(p -> p.path() + ": " + withoutFullStop(p.message()))
                .collect(Collectors.joining("; "));
        throw new Failure(
                code,
                (code == Code.NOT_YET ? "This cannot be done yet: " : "The target cannot be taken as it is: ") + all
                        + ". Nothing was changed.",
                "Mend what is named and send it again.",
                problems);
    }

    /** The sentence goes on, and ends later. */
    private static String withoutFullStop(String message) {
        return message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
    }

    private Target target(long id, Engine engine) {
        return new Target(
                id,
                or(spec.name(), ""),
                engine,
                or(spec.url(), ""),
                or(spec.username(), ""),
                spec.passwordFrom(),
                or(spec.environment(), ""),
                spec.team(),
                spec.replicas() == null ? List.of() : spec.replicas(),
                spec.windows() == null ? List.of() : spec.windows(),
                withoutNulls(spec.policy()));
    }

    /** A key of null takes the policy away, as leaving it out does. */
    private static Map<String, Object> withoutNulls(@Nullable Map<String, Object> policy) {
        Map<String, Object> given = new LinkedHashMap<>();
        if (policy != null) {
            policy.forEach((key, value) -> {
                if (value != null) {
                    given.put(key, value);
                }
            });
        }
        return given;
    }

    private static String or(@Nullable String value, String other) {
        return value == null ? other : value;
    }
}

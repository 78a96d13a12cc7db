package dev.lockkeeper.security;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.Paged;
import dev.lockkeeper.audit.AuditLog;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** People and services, with their roles. All of it is for admins only, and every change is in the record. */
@Component
public class Users {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._@-]{1,80}");
    private static final int SHORTEST_PASSWORD = 8;
    /** What bcrypt reads of a password; a longer one would be cut without a word. */
    private static final int LONGEST_PASSWORD_BYTES = 72;

    private final UserStore store;
    private final AuditLog audit;
    private final PasswordEncoder passwords;

    Users(UserStore store, AuditLog audit, PasswordEncoder passwords) {
        this.store = store;
        this.audit = audit;
        this.passwords = passwords;
    }

    /** Whether anybody can be called so. */
    static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /** @param roles null leaves them; @param password null leaves it; @param disabled null leaves it */
    public record Change(@Nullable List<String> roles, @Nullable String password, @Nullable Boolean disabled) {

        @Override
        public String toString() {
            return "Change[roles=" + roles + ", disabled=" + disabled + "]";
        }
    }

    /** By name. @param after the last name of the page before, null for the first */
    public Paged<User> list(@Nullable String after, int limit, Person by) {
        by.require(Role.ADMIN, null, null);
        List<User> users = store.list(after == null ? "" : after, limit + 1);
        boolean more = users.size() > limit;
        List<User> page = more ? users.subList(0, limit) : users;
        return new Paged<>(page, more ? page.getLast().username() : null);
    }

    /** Those of the users that are there still, by id: for rules, which ask for nobody. */
    public Map<Long, User> known(Collection<Long> ids) {
        return ids.isEmpty()
                ? Map.of()
                : store.find(ids).stream().collect(Collectors.toMap(User::id, Function.identity()));
    }

    /** @throws Failure {@code not-found} */
    public User get(String username, Person by) {
        by.require(Role.ADMIN, null, null);
        return found(username);
    }

    /**
     * @param password null for a service, which only tokens act for
     * @throws Failure {@code invalid}, {@code already-exists}, {@code forbidden}
     */
    @Transactional
    public User create(String username, @Nullable String password, List<String> roles, Person by) {
        by.require(Role.ADMIN, null, null);
        if (!isName(username)) {
            throw Failure.invalid("'" + username + "' is not a username.", "Use up to 80 letters, digits and . _ @ -");
        }
        List<Grant> grants = roles.stream().map(Grant::parse).distinct().toList();
        long id = store.insert(username, password == null ? null : encoded(password))
                .orElseThrow(() -> new Failure(
                        Code.ALREADY_EXISTS,
                        "There is a user '" + username + "' already. Nothing was changed.",
                        "Change that user, or take another name."));
        store.setGrants(id, grants);
        User user = found(username);
        audit.record(by.actor(), "user.create", subject(user), null, shown(user), null);
        return user;
    }

    /** @throws Failure {@code invalid}, {@code not-found}, {@code forbidden}; {@code illegal-state} for the last admin */
    @Transactional
    public User update(String username, Change change, Person by) {
        by.require(Role.ADMIN, null, null);
        store.inTurn();
        User before = found(username);
        if (change.roles() != null) {
            store.setGrants(
                    before.id(),
                    change.roles().stream().map(Grant::parse).distinct().toList());
        }
        if (change.password() != null) {
            store.setPassword(before.id(), encoded(change.password()));
        }
        if (change.disabled() != null) {
            store.setDisabled(before.id(), change.disabled());
        }
        User after = found(username);
        keepAnAdmin();
        Map<String, Object> now = shown(after);
        if (change.password() != null) {
            now.put("password", "changed");
        }
        audit.record(by.actor(), "user.update", subject(after), shown(before), now, null);
        return after;
    }

    /** Its tokens go with it; what it did stays in the record under its name. */
    @Transactional
    public void delete(String username, Person by) {
        by.require(Role.ADMIN, null, null);
        store.inTurn();
        User user = found(username);
        store.delete(user.id());
        keepAnAdmin();
        audit.record(by.actor(), "user.delete", subject(user), shown(user), null, null);
    }

    private void keepAnAdmin() {
        if (store.admins() == 0) {
            throw new Failure(
                    Code.ILLEGAL_STATE,
                    "This is the last user with the role admin for everything. Nothing was changed.",
                    "Give another user the role admin first.");
        }
    }

    private User found(String username) {
        return store.find(username)
                .orElseThrow(() -> Failure.notFound("user", username))
                .user();
    }

    private String encoded(String password) {
        if (password.length() < SHORTEST_PASSWORD) {
            throw Failure.invalid(
                    "The password is shorter than " + SHORTEST_PASSWORD + " characters. Nothing was changed.",
                    "Take a longer one; a few words are easy to keep in mind.");
        }
        if (password.getBytes(StandardCharsets.UTF_8).length > LONGEST_PASSWORD_BYTES) {
            throw Failure.invalid(
                    "The password is longer than " + LONGEST_PASSWORD_BYTES + " bytes. Nothing was changed.",
                    "Take a shorter one.");
        }
        return String.valueOf(passwords.encode(password));
    }

    private static String subject(User user) {
        return "user:" + user.username();
    }

    private static Map<String, Object> shown(User user) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("username", user.username());
        shown.put("roles", user.roles());
        shown.put("disabled", !user.enabled());
        return shown;
    }
}

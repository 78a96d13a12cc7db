package dev.lockkeeper.security;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.Paged;
import dev.lockkeeper.audit.AuditLog;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** People and services, with their roles. All of it is for admins only, and every change is in the record. */
@Component
public class Users {

    /** Of dots alone it would be no part of an address. */
    private static final Pattern NAME = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9._@-]{1,80}");

    private final UserStore store;
    private final AuditLog audit;
    private final PasswordHashes passwords;

    Users(UserStore store, AuditLog audit, PasswordHashes passwords) {
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

    /**
     * Which users; null means any.
     *
     * @param name part of it, in whatever case
     * @param role held anywhere
     */
    public record Which(@Nullable String name, @Nullable Role role) {

        public static final Which ALL = new Which(null, null);
    }

    /** By name. @param after the last name of the page before, null for the first */
    public Paged<User> list(Which which, @Nullable String after, int limit, Person by) {
        by.require(Role.ADMIN, null, null);
        List<User> users = store.list(which, after == null ? "" : after, limit + 1);
        boolean more = users.size() > limit;
        List<User> page = more ? users.subList(0, limit) : users;
        return new Paged<>(page, more ? page.getLast().username() : null);
    }

    /** How many users hold each role, wherever; a role that nobody holds is not in it. */
    public Map<Role, Long> holders(Person by) {
        by.require(Role.ADMIN, null, null);
        return store.holders();
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
        AllAtOnce fields = new AllAtOnce();
        fields.read("username", () -> named(username));
        String hash = password == null ? null : fields.read("password", () -> passwords.of(password));
        List<Grant> grants = grants(roles, fields);
        fields.throwIfAny();
        long id = store.insert(username, hash)
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
        AllAtOnce fields = new AllAtOnce();
        List<Grant> grants = change.roles() == null ? null : grants(change.roles(), fields);
        String password = change.password();
        String hash = password == null ? null : fields.read("password", () -> passwords.of(password));
        fields.throwIfAny();
        if (grants != null) {
            store.setGrants(before.id(), grants);
        }
        if (hash != null) {
            store.setPassword(before.id(), hash);
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

    /**
     * One more role; one that the user has already changes nothing.
     *
     * @param role {@code operator@prod}
     * @throws Failure {@code invalid}, {@code not-found}, {@code forbidden}
     */
    @Transactional
    public User give(String username, String role, Person by) {
        Grant grant = Grant.parse(role);
        return regrant(username, by, grants -> Stream.concat(grants.stream(), Stream.of(grant))
                .distinct()
                .toList());
    }

    /**
     * One role less; one that the user has not got changes nothing.
     *
     * @throws Failure {@code invalid}, {@code not-found}, {@code forbidden}; {@code illegal-state} for the last admin
     */
    @Transactional
    public User take(String username, String role, Person by) {
        Grant grant = Grant.parse(role);
        return regrant(username, by, grants -> grants.stream()
                .filter(each -> !each.equals(grant))
                .toList());
    }

    /** From what the user has now, so that two admins at once do not undo each other's change. */
    private User regrant(String username, Person by, UnaryOperator<List<Grant>> change) {
        by.require(Role.ADMIN, null, null);
        store.inTurn();
        User before = found(username);
        List<Grant> grants = change.apply(before.grants());
        if (grants.size() == before.grants().size()) {
            return before;
        }
        store.setGrants(before.id(), grants);
        keepAnAdmin();
        User after = found(username);
        audit.record(by.actor(), "user.update", subject(after), shown(before), shown(after), null);
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

    private static String named(String username) {
        if (!isName(username)) {
            throw Failure.invalid("'" + username + "' is not a username.", "Use up to 80 letters, digits and . _ @ -");
        }
        return username;
    }

    private static List<Grant> grants(List<String> roles, AllAtOnce fields) {
        Set<Grant> grants = new LinkedHashSet<>();
        for (int i = 0; i < roles.size(); i++) {
            String role = String.valueOf(roles.get(i));
            Grant grant = fields.read("roles[" + i + "]", () -> Grant.parse(role));
            if (grant != null) {
                grants.add(grant);
            }
        }
        return List.copyOf(grants);
    }

    private User found(String username) {
        return store.find(username)
                .orElseThrow(() -> Failure.notFound("user", username))
                .user();
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

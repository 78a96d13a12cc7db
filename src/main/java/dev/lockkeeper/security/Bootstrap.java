package dev.lockkeeper.security;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.audit.Actor;
import dev.lockkeeper.audit.AuditLog;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** The first user of a new store, before the server answers anybody: {@code admin}, with every role. */
@Component
class Bootstrap implements SmartInitializingSingleton {

    private static final String ADMIN = "admin";
    private static final int SHORTEST_TOKEN = 16;
    private static final int PASSWORD_LENGTH = 20;

    private final UserStore users;
    private final TokenStore tokens;
    private final AuditLog audit;
    private final PasswordEncoder passwords;
    private final TransactionTemplate transaction;
    private final BootstrapSettings settings;

    Bootstrap(
            UserStore users,
            TokenStore tokens,
            AuditLog audit,
            PasswordEncoder passwords,
            TransactionTemplate transaction,
            BootstrapSettings settings) {
        this.users = users;
        this.tokens = tokens;
        this.audit = audit;
        this.passwords = passwords;
        this.transaction = transaction;
        this.settings = settings;
    }

    /** @throws Failure {@code wrong-settings} for a token that could be guessed */
    @Override
    public void afterSingletonsInstantiated() {
        transaction.executeWithoutResult(status -> {
            // Several servers may start on one new store.
            users.inTurn();
            if (!users.any()) {
                first();
            }
        });
    }

    private void first() {
        String token = settings.token();
        if (token == null || token.isBlank()) {
            // Without the prefix and the signs that do not survive a double click.
            String password =
                    TokenSecret.make().substring(3).replaceAll("[-_]", "").substring(0, PASSWORD_LENGTH);
            create(passwords.encode(password));
            System.out.println("First start: sign in as '" + ADMIN + "' with the password " + password
                    + " (shown this once; change it on the page /account).");
            return;
        }
        if (token.strip().length() < SHORTEST_TOKEN) {
            throw new Failure(
                    Code.WRONG_SETTINGS,
                    "LOCKKEEPER_BOOTSTRAP_TOKEN is shorter than " + SHORTEST_TOKEN + " characters.",
                    "Make a long random one, for example with: openssl rand -hex 32");
        }
        tokens.insert(create(null), "bootstrap", TokenSecret.hash(token.strip()), null);
    }

    private long create(@Nullable String passwordHash) {
        long id = users.insert(ADMIN, passwordHash).orElseThrow();
        List<Grant> all = Arrays.stream(Role.values())
                .map(role -> new Grant(role, null, null))
                .toList();
        users.setGrants(id, all);
        audit.record(
                Actor.engine("first start"),
                "user.create",
                "user:" + ADMIN,
                null,
                Map.of("username", ADMIN, "roles", all.stream().map(Grant::wire).toList()),
                null);
        return id;
    }
}

package dev.lockkeeper.target;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.store.StoreIdentity;
import org.springframework.stereotype.Component;

/** Turns a registered target into one that can be opened. The only place where a password is in the clear. */
@Component
class Credentials {

    private final TargetStore store;
    private final Secrets secrets;
    private final Passwords passwords;
    private final StoreIdentity identity;

    Credentials(TargetStore store, Secrets secrets, Passwords passwords, StoreIdentity identity) {
        this.store = store;
        this.secrets = secrets;
        this.passwords = passwords;
        this.identity = identity;
    }

    TargetAccess of(Target target) {
        String reference = target.passwordFrom();
        if (reference != null) {
            return new TargetAccess(target, passwords.read(target.name(), reference), identity.text());
        }
        byte[] stored = store.cipher(target.id())
                .orElseThrow(() -> new Failure(
                        Code.NOT_FOUND,
                        "Target '" + target.name() + "' has no password: it was removed.",
                        "Register it again, or stop what still uses it."));
        return new TargetAccess(target, secrets.decrypt(target.name(), stored), identity.text());
    }

    byte[] encrypt(String target, String password) {
        return secrets.encrypt(target, password);
    }
}

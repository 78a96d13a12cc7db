package dev.lockkeeper.target;

/**
 * A target with its secret in the clear, for dialects only; never stored, logged or returned.
 *
 * @param owner the identity of our store, which marks our rows in the target's ledger
 */
public record TargetAccess(Target target, String password, String owner) {

    @Override
    public String toString() {
        return "TargetAccess[" + target.name() + "]";
    }
}

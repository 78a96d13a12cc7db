package dev.lockkeeper.target;

/** A target with its secret in the clear, for dialects only; never stored, logged or returned. */
public record TargetAccess(Target target, String password) {

    @Override
    public String toString() {
        return "TargetAccess[" + target.name() + "]";
    }
}

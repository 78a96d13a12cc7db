package dev.lockkeeper.check;

/** One question about a launch. A bean; other modules may bring their own. Returns a finding, never throws for what it finds. */
public interface Check {

    /** Stable, for programs and policies: {@code target-writable}. */
    String id();

    Finding ask(Launch launch);
}

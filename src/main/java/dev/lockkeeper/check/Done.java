package dev.lockkeeper.check;

/** Which migrations are done on which target. The module of runs answers; checks may not ask it directly. */
public interface Done {

    /** Whether the latest run of the migration on the target succeeded and has not been rolled back. */
    boolean succeeded(String migration, String target);

    /** Whether this revision has succeeded on some target of the environment, and that run was not rolled back. */
    boolean succeededIn(String migration, int revision, String environment);
}

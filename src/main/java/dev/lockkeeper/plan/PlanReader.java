package dev.lockkeeper.plan;

/** Reads migration files. */
public final class PlanReader {
    private PlanReader() {}

    /**
     * Reads a migration file of YAML 1.2, at most 1 MiB.
     *
     * @throws dev.lockkeeper.Failure {@code invalid-plan} with every finding of the file at once, each with its place;
     *     {@code not-yet} findings are among them; {@code too-large} above 1 MiB
     */
    public static Plan read(String yaml) {
        throw new IllegalStateException("to be written");
    }
}

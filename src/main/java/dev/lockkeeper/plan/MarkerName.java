package dev.lockkeeper.plan;

/** The name of the column by which {@code guard: marker} knows the rows that are still to be done: {@code lockkeeper_todo_split_name}. */
final class MarkerName {

    private static final String BEGIN = "lockkeeper_todo_";
    private static final int DIGITS = 8;

    private MarkerName() {}

    /** Of its own for each migration, because two of them may keep columns of one table in sync. */
    static Identifier of(String migration) {
        String name = BEGIN + migration.replace('-', '_');
        if (name.length() <= Identifier.MAX_BYTES) {
            return new Identifier(name);
        }
        String digest = Digest.of(migration).substring(0, DIGITS);
        return new Identifier(name.substring(0, Identifier.MAX_BYTES - DIGITS - 1) + "_" + digest);
    }
}

package dev.lockkeeper.target;

import dev.lockkeeper.testing.Databases.Database;
import java.util.List;
import java.util.function.IntFunction;

/** What the cases of {@link DialectContract} have to know of an engine: its dialect, and the SQL that engines spell differently. */
interface ContractEngine {

    Dialect dialect();

    Database fresh(String prefix);

    String quote(String name);

    /** True where the two values differ, null being a value. */
    String distinct(String one, String other);

    /** The longest name of a table or column. */
    int longestName();

    /** Keys that only this engine has, apart from those that every engine has. */
    List<KeyShape> keys();

    /** Pairs of types, and an expression from one to the other that rounds, pads, cuts or converts. */
    List<TypePair> types();

    /** A table {@code parted (id bigint, n int)} of several partitions with {@code id} as its key. */
    List<String> partitioned();

    /** Whether a table without any key can be walked; else it is refused. */
    boolean walksWithoutKey();

    /** Whether a change that a foreign key cascades fires the triggers of the other table. */
    boolean cascadesFireTriggers();

    /** Whether a check can be added beside writers; else it is refused. */
    boolean addsChecks();

    /** Takes the sync triggers of the table away, as somebody in a hurry would. */
    void dropTriggers(Database database, String table);

    /** Columns, indexes, constraints, triggers and functions of the database, without the ledger, as one text. */
    String schema(Database database);

    /** How many sessions of the database wait for a lock at this moment. */
    String waiting();

    /** The number by which {@link TargetSession#terminate} knows the connection that runs the query. */
    String ownSession();

    /**
     * @param columns of the key, as in {@code create table}
     * @param names of the key's columns, quoted where needed, in order
     * @param values of the i-th row, one a column, as literals; distinct for distinct i
     * @param mayBeRefused whether this engine may refuse to walk by such a key, with its reason
     */
    record KeyShape(
            String name, String columns, List<String> names, IntFunction<List<String>> values, boolean mayBeRefused) {

        static KeyShape of(String name, String column, IntFunction<String> value) {
            return new KeyShape(name, "k " + column, List.of("k"), i -> List.of(value.apply(i)), false);
        }

        static KeyShape several(String name, String columns, List<String> names, IntFunction<List<String>> values) {
            return new KeyShape(name, columns, names, values, false);
        }

        KeyShape mayBeRefused(boolean may) {
            return new KeyShape(name, columns, names, values, may);
        }

        /** Names the i-th row. */
        String where(int i) {
            List<String> literals = values.apply(i);
            StringBuilder text = new StringBuilder();
            for (int column = 0; column < names.size(); column++) {
                text.append(column == 0 ? "" : " and ")
                        .append(names.get(column))
                        .append(" = ")
                        .append(literals.get(column));
            }
            return text.toString();
        }
    }

    /**
     * @param from the type of column {@code v}
     * @param to the type of the computed column
     * @param expression over {@code v}
     * @param values literals of {@code v}, null among them where it may be
     */
    record TypePair(String name, String from, String to, String expression, List<String> values) {}
}

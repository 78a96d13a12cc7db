package dev.lockkeeper.lint.sql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a statement does. Sealed: a lock prediction that forgets one does not compile. */
public sealed interface Act {

    /**
     * @param partitionOf the parent of a partition, else null
     * @param partitioned whether it has partitions itself
     * @param filled whether it takes rows from a query at once
     * @param options of MySQL, as {@link Alteration.SetOptions} has them; empty for PostgreSQL
     */
    record CreateTable(
            ObjectName table,
            List<ColumnDef> columns,
            List<Constraint> constraints,
            boolean ifNotExists,
            boolean temporary,
            @Nullable ObjectName partitionOf,
            boolean partitioned,
            boolean filled,
            List<String> options)
            implements Act {
        public CreateTable {
            columns = List.copyOf(columns);
            constraints = List.copyOf(constraints);
            options = List.copyOf(options);
        }

        public CreateTable(
                ObjectName table,
                List<ColumnDef> columns,
                List<Constraint> constraints,
                boolean ifNotExists,
                boolean temporary,
                @Nullable ObjectName partitionOf,
                boolean partitioned,
                boolean filled) {
            this(table, columns, constraints, ifNotExists, temporary, partitionOf, partitioned, filled, List.of());
        }
    }

    record AlterTable(ObjectName table, List<Alteration> alterations, Online online) implements Act {
        public AlterTable {
            alterations = List.copyOf(alterations);
        }
    }

    /**
     * @param index null when the server is to choose a name
     * @param parts columns and expressions as written, in order
     * @param method {@code btree}, {@code gin}; {@code fulltext}, {@code spatial} on MySQL; null for the server's own choice
     * @param where whether it is partial
     */
    record CreateIndex(
            @Nullable String index,
            ObjectName table,
            List<String> parts,
            boolean unique,
            boolean concurrently,
            boolean ifNotExists,
            @Nullable String method,
            @Nullable Expr where,
            Online online)
            implements Act {
        public CreateIndex {
            parts = List.copyOf(parts);
        }
    }

    /** @param table of the index, which only MySQL names; else null */
    record DropIndex(
            List<ObjectName> indexes, @Nullable ObjectName table, boolean concurrently, boolean ifExists, Online online)
            implements Act {
        public DropIndex {
            indexes = List.copyOf(indexes);
        }
    }

    /** @param what {@code index}, {@code table}, {@code schema}, {@code database}, {@code system} */
    record Reindex(String what, ObjectName name, boolean concurrently) implements Act {}

    record DropTable(List<ObjectName> tables, boolean cascade, boolean ifExists) implements Act {
        public DropTable {
            tables = List.copyOf(tables);
        }
    }

    record Truncate(List<ObjectName> tables, boolean cascade) implements Act {
        public Truncate {
            tables = List.copyOf(tables);
        }
    }

    /** @param kind in lower case: {@code schema}, {@code index}, {@code view}, {@code sequence}, {@code type}; {@code table} on MySQL */
    record Rename(String kind, ObjectName name, String to) implements Act {}

    /** @param kind in lower case: {@code schema}, {@code database}, {@code view}, {@code materialized view}, {@code type}, {@code function} */
    record Drop(String kind, List<ObjectName> names, boolean cascade) implements Act {
        public Drop {
            names = List.copyOf(names);
        }
    }

    /** @param kind in lower case, as for {@link Drop}; also {@code extension}, {@code sequence}, {@code domain} */
    record Create(String kind, @Nullable ObjectName name) implements Act {}

    record AddEnumValue(ObjectName type, String value) implements Act {}

    record RenameEnumValue(ObjectName type, String from, String to) implements Act {}

    record CreateTrigger(String trigger, ObjectName table) implements Act {}

    record DropTrigger(ObjectName trigger, @Nullable ObjectName table) implements Act {}

    /** @param body the text between its quotes, null when there is none to read */
    record CreateFunction(ObjectName function, @Nullable String language, @Nullable String body) implements Act {}

    /** @param language {@code plpgsql} when none is named */
    record Block(String language, String body) implements Act {}

    record RefreshView(ObjectName view, boolean concurrently) implements Act {}

    /** {@code vacuum}, {@code vacuum full}, {@code cluster}, {@code analyze}, {@code optimize table}. @param kind those words */
    record Maintain(String kind, List<ObjectName> tables) implements Act {
        public Maintain {
            tables = List.copyOf(tables);
        }
    }

    /** @param mode in lower case: {@code access exclusive}; {@code write} on MySQL */
    record LockTables(List<ObjectName> tables, String mode) implements Act {
        public LockTables {
            tables = List.copyOf(tables);
        }
    }

    /** @param query whether the rows come from one; {@code reads} tells of it */
    record Insert(ObjectName table, boolean query, Reads reads) implements Act {}

    /**
     * @param values of the columns, one for each; empty where the reader does not tell them. That of PostgreSQL tells them where the row
     *     alone does: no other table, no alias, no subquery
     * @param condition null for none, or where the reader does not tell it; {@code reads} knows whether there is one
     */
    record Update(ObjectName table, List<String> columns, Reads reads, List<Expr> values, @Nullable Expr condition)
            implements Act {
        public Update {
            columns = List.copyOf(columns);
            values = List.copyOf(values);
        }

        /** Whose values are not told. */
        public Update(ObjectName table, List<String> columns, Reads reads) {
            this(table, columns, reads, List.of(), null);
        }
    }

    record Delete(ObjectName table, Reads reads) implements Act {}

    /** @param into a table that is made of it ({@code select into}), else null */
    record Select(Reads reads, @Nullable ObjectName into) implements Act {}

    record Begin() implements Act {}

    record Commit() implements Act {}

    record Rollback() implements Act {}

    /** {@code set}. @param name in lower case, @param value as written, null for default, @param local until the transaction ends */
    record Set(String name, @Nullable String value, boolean local) implements Act {}

    /** {@code rename table} of MySQL. */
    record RenameTables(List<ObjectName> tables) implements Act {
        public RenameTables {
            tables = List.copyOf(tables);
        }
    }

    /** What no rule and no lock prediction tells apart: grants, comments, calls. @param kind its first words, in lower case */
    record Other(String kind) implements Act {}

    /**
     * What the grammar does not know. Not silence: a finding.
     *
     * @param line 1 for the first line of the script, of the place where reading ended
     * @param column 1 for the first character of the line
     */
    record Unreadable(int line, int column, String why) implements Act {}
}

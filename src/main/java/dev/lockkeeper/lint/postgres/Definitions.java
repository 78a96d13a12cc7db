package dev.lockkeeper.lint.postgres;

import dev.lockkeeper.lint.sql.ColumnDef;
import dev.lockkeeper.lint.sql.ColumnDef.Generated;
import dev.lockkeeper.lint.sql.Constraint;
import dev.lockkeeper.lint.sql.Constraint.Kind;
import dev.lockkeeper.lint.sql.Expr;
import dev.lockkeeper.lint.sql.ObjectName;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.antlr.v4.runtime.Token;
import org.apache.shardingsphere.sql.parser.autogen.PostgreSQLStatementLexer;
import org.apache.shardingsphere.sql.parser.autogen.PostgreSQLStatementParser.CheckOptionContext;
import org.apache.shardingsphere.sql.parser.autogen.PostgreSQLStatementParser.CollateClauseContext;
import org.apache.shardingsphere.sql.parser.autogen.PostgreSQLStatementParser.ColumnConstraintContext;
import org.apache.shardingsphere.sql.parser.autogen.PostgreSQLStatementParser.ColumnConstraintOptionContext;
import org.apache.shardingsphere.sql.parser.autogen.PostgreSQLStatementParser.ColumnDefinitionContext;
import org.apache.shardingsphere.sql.parser.autogen.PostgreSQLStatementParser.ColumnNamesContext;
import org.apache.shardingsphere.sql.parser.autogen.PostgreSQLStatementParser.ConstraintClauseContext;
import org.apache.shardingsphere.sql.parser.autogen.PostgreSQLStatementParser.DataTypeContext;
import org.apache.shardingsphere.sql.parser.autogen.PostgreSQLStatementParser.TableConstraintContext;
import org.apache.shardingsphere.sql.parser.autogen.PostgreSQLStatementParser.TableConstraintOptionContext;
import org.apache.shardingsphere.sql.parser.autogen.PostgreSQLStatementParser.TableConstraintUsingIndexContext;
import org.jspecify.annotations.Nullable;

/** Reads definitions of columns and constraints. */
record Definitions(Source source, Expressions expressions) {

    private static final Set<String> SERIAL =
            Set.of("serial", "bigserial", "smallserial", "serial2", "serial4", "serial8");

    ColumnDef column(ColumnDefinitionContext definition) {
        String name = source.name(definition.columnName());
        String type = type(definition.dataType());
        boolean notNull = SERIAL.contains(type);
        boolean nullable = false;
        boolean automatic = notNull;
        Expr value = null;
        Generated generated = Generated.NO;
        List<Constraint> constraints = new ArrayList<>();
        for (ColumnConstraintContext constraint : definition.columnConstraint()) {
            ColumnConstraintOptionContext option = constraint.columnConstraintOption();
            notNull |= option.NULL() != null && option.NOT() != null || option.primaryKey() != null;
            nullable |= option.NULL() != null
                    && option.NOT() == null
                    && option.action().isEmpty();
            automatic |= option.IDENTITY() != null;
            notNull |= option.IDENTITY() != null;
            value = option.defaultExpr() == null ? value : expressions.of(option.defaultExpr());
            if (option.STORED() != null) {
                generated =
                        option.STORED().getText().equalsIgnoreCase("virtual") ? Generated.VIRTUAL : Generated.STORED;
                value = expressions.of(option.aExpr());
            }
            Constraint made = constraint(name, constraint);
            if (made != null) {
                constraints.add(made);
            }
        }
        List<String> extras = Tree.has(definition, CollateClauseContext.class) ? List.of("collate") : List.of();
        return new ColumnDef(name, type, notNull, nullable, value, generated, automatic, constraints, extras);
    }

    /**
     * {@code constraint c check (…)} as the grammar may see it: a column named constraint of the type c. PostgreSQL reserves that word.
     *
     * @return null when it is a column indeed
     */
    @Nullable
    Constraint notAColumn(ColumnDefinitionContext definition) {
        boolean word = definition.columnName().getStart().getType() == PostgreSQLStatementLexer.CONSTRAINT;
        CheckOptionContext check = word ? Tree.first(definition, CheckOptionContext.class) : null;
        return check == null
                ? null
                : new Constraint(
                        source.name(definition.dataType()), Kind.CHECK, List.of(), null, List.of(), check(check));
    }

    /** Without the collation. */
    String type(DataTypeContext type) {
        CollateClauseContext collation = Tree.first(type, CollateClauseContext.class);
        List<Token> tokens = source.tokens(type);
        int length = collation == null
                ? tokens.size()
                : collation.getStart().getTokenIndex() - type.getStart().getTokenIndex();
        return Source.spaced(tokens.subList(0, length));
    }

    private @Nullable Constraint constraint(String column, ColumnConstraintContext constraint) {
        ColumnConstraintOptionContext option = constraint.columnConstraintOption();
        String name = name(constraint.constraintClause());
        List<String> columns = List.of(column);
        if (option.checkOption() != null) {
            return new Constraint(name, Kind.CHECK, columns, null, List.of(), check(option.checkOption()));
        }
        if (option.UNIQUE() != null) {
            return new Constraint(name, Kind.UNIQUE, columns, null, List.of(), null);
        }
        if (option.primaryKey() != null) {
            return new Constraint(name, Kind.PRIMARY_KEY, columns, null, List.of(), null);
        }
        if (option.REFERENCES() != null) {
            return new Constraint(
                    name,
                    Kind.FOREIGN_KEY,
                    columns,
                    source.objectName(option.tableName()),
                    columns(option.columnNames()),
                    null);
        }
        return null;
    }

    Constraint constraint(TableConstraintContext constraint) {
        TableConstraintOptionContext option = constraint.tableConstraintOption();
        String name = name(constraint.constraintClause());
        if (option.checkOption() != null) {
            return new Constraint(name, Kind.CHECK, List.of(), null, List.of(), check(option.checkOption()));
        }
        if (option.EXCLUDE() != null) {
            return new Constraint(name, Kind.EXCLUDE, List.of(), null, List.of(), null);
        }
        List<String> columns = columns(option.columnNames(0));
        if (option.FOREIGN() != null) {
            ObjectName other = source.objectName(option.tableName());
            return new Constraint(name, Kind.FOREIGN_KEY, columns, other, columns(option.columnNames(1)), null);
        }
        Kind kind = option.primaryKey() == null ? Kind.UNIQUE : Kind.PRIMARY_KEY;
        return new Constraint(name, kind, columns, null, List.of(), null);
    }

    Constraint constraint(TableConstraintUsingIndexContext constraint) {
        String name = constraint.constraintName() == null ? null : source.name(constraint.constraintName());
        Kind kind = constraint.primaryKey() == null ? Kind.UNIQUE : Kind.PRIMARY_KEY;
        return new Constraint(name, kind, List.of(), null, List.of(), null);
    }

    private Expr check(CheckOptionContext check) {
        return expressions.inParentheses(check.aExpr());
    }

    private @Nullable String name(@Nullable ConstraintClauseContext clause) {
        return clause == null ? null : source.name(clause.constraintName());
    }

    private List<String> columns(@Nullable ColumnNamesContext names) {
        return names == null
                ? List.of()
                : names.columnName().stream().map(source::name).toList();
    }
}

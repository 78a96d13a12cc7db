package dev.lockkeeper.lint.mysql;

import dev.lockkeeper.lint.sql.ColumnDef;
import dev.lockkeeper.lint.sql.ColumnDef.Generated;
import dev.lockkeeper.lint.sql.Constraint;
import dev.lockkeeper.lint.sql.Constraint.Kind;
import dev.lockkeeper.lint.sql.Expr;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.antlr.v4.runtime.ParserRuleContext;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.CharsetWithOptBinaryContext;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.ColumnAttributeContext;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.ColumnDefinitionContext;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.ConstraintClauseContext;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.DataTypeContext;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.FieldDefinitionContext;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.KeyListWithExpressionContext;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.ReferenceDefinitionContext;
import org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.TableConstraintDefContext;
import org.jspecify.annotations.Nullable;

/** Columns and constraints of tables. */
final class Definitions {

    private final Written written;

    Definitions(Written written) {
        this.written = written;
    }

    ColumnDef column(ColumnDefinitionContext node) {
        return column(written.name(node.column_name), node.fieldDefinition(), node.referenceDefinition());
    }

    ColumnDef column(String name, FieldDefinitionContext field, @Nullable ReferenceDefinitionContext references) {
        Attributes found = new Attributes(name);
        field.columnAttribute().forEach(found::take);
        if (references != null) {
            found.constraints.add(foreignKey(null, List.of(name), references));
        }
        CharsetWithOptBinaryContext charset = field.dataType().charsetWithOptBinary();
        String charsetWords = written.words(written.text(charset));
        if (!charsetWords.isEmpty()) {
            found.extras.add(charsetWords.replaceFirst("^char(set|acter set|\\s+set)", "character set"));
        }
        if (field.AS() != null) {
            found.extras.add("as " + written.text(field.expr()));
        }
        String type = type(field.dataType(), charset);
        if (type.equals("serial")) {
            found.serial();
        }
        return new ColumnDef(
                name,
                type,
                found.notNull,
                found.nullable,
                found.defaultValue,
                generated(field),
                found.automatic,
                found.constraints,
                found.extras);
    }

    private String type(DataTypeContext type, @Nullable CharsetWithOptBinaryContext charset) {
        String text = written.text(type);
        return written.words(
                charset == null
                        ? text
                        : text.substring(
                                0, text.length() - written.text(charset).length()));
    }

    private static Generated generated(FieldDefinitionContext field) {
        return field.AS() == null ? Generated.NO : field.STORED() != null ? Generated.STORED : Generated.VIRTUAL;
    }

    /** Keys that only find rows are no constraints: null for those. */
    @Nullable
    Constraint constraint(TableConstraintDefContext node) {
        String name = named(node.constraintClause());
        if (node.checkConstraint() != null) {
            return new Constraint(
                    name,
                    Kind.CHECK,
                    List.of(),
                    null,
                    List.of(),
                    written.expression(node.checkConstraint().expr()));
        }
        if (node.referenceDefinition() != null) {
            return foreignKey(name, columns(node.keyParts()), node.referenceDefinition());
        }
        if (node.PRIMARY() != null) {
            return key(name, Kind.PRIMARY_KEY, parts(node.keyListWithExpression()));
        }
        String index = node.indexName() == null ? name : (String) written.name(node.indexName());
        return node.UNIQUE() != null ? key(index, Kind.UNIQUE, parts(node.keyListWithExpression())) : null;
    }

    private Constraint foreignKey(@Nullable String name, List<String> columns, ReferenceDefinitionContext to) {
        List<String> referenced = to.keyParts() == null ? List.of() : columns(to.keyParts());
        return new Constraint(name, Kind.FOREIGN_KEY, columns, written.table(to.tableName()), referenced, null);
    }

    private static Constraint key(@Nullable String name, Kind kind, List<String> columns) {
        return new Constraint(name, kind, columns, null, List.of(), null);
    }

    private @Nullable String named(@Nullable ConstraintClauseContext clause) {
        return clause == null || clause.constraintName() == null ? null : written.name(clause.constraintName());
    }

    private List<String> columns(
            org.apache.shardingsphere.sql.parser.autogen.MySQLStatementParser.KeyPartsContext parts) {
        return parts.keyPart().stream()
                .map(part -> written.name(part.columnName()))
                .toList();
    }

    /** Names without their quotes, expressions and lengths as written. */
    List<String> parts(KeyListWithExpressionContext list) {
        return list.keyPartWithExpression().stream()
                .map(part -> part.keyPart() != null && part.keyPart().getChildCount() == 1
                        ? written.name(part.keyPart().columnName())
                        : written.text(part))
                .toList();
    }

    private final class Attributes {
        private final String column;
        private final List<Constraint> constraints = new ArrayList<>();
        private final List<String> extras = new ArrayList<>();
        private boolean notNull;
        private boolean nullable;
        private boolean automatic;
        private @Nullable Expr defaultValue;

        Attributes(String column) {
            this.column = column;
        }

        void serial() {
            notNull = true;
            automatic = true;
            constraints.add(key(null, Kind.UNIQUE, List.of(column)));
        }

        void take(ColumnAttributeContext node) {
            if (node.checkConstraint() != null) {
                constraints.add(new Constraint(
                        named(node.constraintClause()),
                        Kind.CHECK,
                        List.of(),
                        null,
                        List.of(),
                        written.expression(node.checkConstraint().expr())));
            } else if (node.AUTO_INCREMENT() != null) {
                automatic = true;
            } else if (node.SERIAL() != null) {
                serial();
            } else if (node.ON() != null) {
                extras.add("on update");
            } else if (node.DEFAULT() != null) {
                defaultValue = written.expression(value(node));
            } else if (node.UNIQUE() != null) {
                constraints.add(key(null, Kind.UNIQUE, List.of(column)));
            } else if (node.KEY() != null) {
                notNull = true;
                constraints.add(key(null, Kind.PRIMARY_KEY, List.of(column)));
            } else if (node.NULL() != null) {
                notNull |= node.NOT() != null;
                nullable |= node.NOT() == null;
            } else {
                extras.add(
                        node.COMMENT() != null
                                ? "comment"
                                : written.words(written.text(node)).toLowerCase(Locale.ROOT));
            }
        }

        private ParserRuleContext value(ColumnAttributeContext node) {
            return node.literals() != null ? node.literals() : node.now() != null ? node.now() : node.expr();
        }
    }
}

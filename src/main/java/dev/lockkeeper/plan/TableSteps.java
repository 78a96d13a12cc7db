package dev.lockkeeper.plan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The steps that change the shape of a table. */
final class TableSteps {
    private TableSteps() {}

    /**
     * A column as the file has it.
     *
     * @param key marked {@code primaryKey: true}
     * @param nullable null when the file does not say
     */
    private record Written(Column column, boolean key, @Nullable Boolean nullable, Value at) {}

    static Step createTable(Fields in, StepOptions options) {
        TableName table = in.required("table", Terms::table);
        List<Written> written = in.required("columns", Value::filledList).stream()
                .map(TableSteps::columnOfTable)
                .toList();
        List<Identifier> key = primaryKey(in, written);
        Set<Identifier> seen = new HashSet<>();
        List<Column> columns = new ArrayList<>();
        for (Written each : written) {
            Identifier name = each.column().name();
            if (!seen.add(name)) {
                each.at().problem("the column '" + name + "' is there twice");
            }
            if (key.contains(name) && Boolean.TRUE.equals(each.nullable())) {
                each.at().problem("'" + name + "' belongs to the primary key and cannot be nullable");
            }
            columns.add(key.contains(name) ? notNull(each.column()) : each.column());
        }
        return new Step.CreateTable(options, table, columns, key);
    }

    static Step addColumn(Fields in, StepOptions options) {
        TableName table = in.required("table", Terms::table);
        Identifier name = in.required("column", Terms::identifier);
        return new Step.AddColumn(options, table, column(in, name));
    }

    static Step dropColumn(Fields in, StepOptions options) {
        return new Step.DropColumn(
                options,
                in.required("table", Terms::table),
                in.required("column", Terms::identifier),
                in.optional("keepFor", Terms::span));
    }

    static Step setNotNull(Fields in, StepOptions options) {
        TableName table = in.required("table", Terms::table);
        return new Step.SetNotNull(options, table, in.required("columns", TableSteps::names));
    }

    static Step addCheck(Fields in, StepOptions options) {
        TableName table = in.required("table", Terms::table);
        Identifier made = DefaultName.of(List.of(table.name().text()), "check");
        Identifier name = in.optional("name", Terms::identifier, made);
        return new Step.AddCheck(options, table, name, in.required("expression", Value::sql));
    }

    private static Written columnOfTable(Value element) {
        Fields in = element.fields("a column");
        boolean key = in.optional("primaryKey", Value::flag, false);
        Column column = column(in, in.required("name", Terms::identifier));
        Boolean nullable = in.has("nullable") ? column.nullable() : null;
        in.done();
        return new Written(column, key, nullable, element);
    }

    private static Column column(Fields in, Identifier name) {
        return new Column(
                name,
                in.required("type", Value::text),
                in.optional("nullable", Value::flag, true),
                in.optional("default", Value::sql),
                in.optional("check", Value::sql),
                in.optional("unique", Value::flag, false));
    }

    private static Column notNull(Column column) {
        return new Column(column.name(), column.type(), false, column.defaultSql(), column.check(), column.unique());
    }

    private static List<Identifier> primaryKey(Fields in, List<Written> columns) {
        List<Identifier> marked = columns.stream()
                .filter(Written::key)
                .map(each -> each.column().name())
                .toList();
        List<Identifier> listed = in.optional("primaryKey", TableSteps::names, List.of());
        List<Identifier> names =
                columns.stream().map(each -> each.column().name()).toList();
        if (!marked.isEmpty() && !listed.isEmpty()) {
            in.problem("the primary key is written twice; use 'primaryKey' of the table or of its columns");
        }
        for (Identifier each : listed) {
            if (!names.contains(each)) {
                in.problem("the primary key names '" + each + "', which is not among the columns");
            }
        }
        return listed.isEmpty() ? marked : listed;
    }

    /** A list of names with at least one element, none twice. */
    private static List<Identifier> names(Value value) {
        List<Identifier> names = new ArrayList<>();
        for (Value element : value.filledList()) {
            Identifier name = Terms.identifier(element);
            if (names.contains(name)) {
                element.problem("'" + name + "' is there twice");
            }
            names.add(name);
        }
        return names;
    }
}

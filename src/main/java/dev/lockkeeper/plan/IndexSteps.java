package dev.lockkeeper.plan;

import java.util.ArrayList;
import java.util.List;

/** The steps that make and drop indexes. */
final class IndexSteps {
    private IndexSteps() {}

    static Step createIndex(Fields in, StepOptions options) {
        TableName table = in.required("table", Terms::table);
        List<String> columns = in.required("columns", Value::filledList).stream()
                .map(Value::text)
                .toList();
        List<String> parts = new ArrayList<>(List.of(table.name().text()));
        parts.addAll(columns);
        return new Step.CreateIndex(
                options,
                in.optional("name", Terms::identifier, DefaultName.of(parts, "idx")),
                table,
                columns,
                in.optional("unique", Value::flag, false),
                in.optional("method", Terms::word),
                in.optional("where", Value::sql));
    }

    static Step dropIndex(Fields in, StepOptions options) {
        return new Step.DropIndex(options, in.required("name", Terms::identifier), in.required("table", Terms::table));
    }
}

package dev.lockkeeper.target.mysql;

import dev.lockkeeper.plan.Identifier;
import dev.lockkeeper.plan.TableName;
import dev.lockkeeper.target.TableShape;
import dev.lockkeeper.target.TableShape.IndexShape;
import dev.lockkeeper.target.TableSummary;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tables as {@code information_schema} knows them; nothing here waits for a lock on a table. */
final class Tables {

    private static final String LIST =
            """
            select table_schema as schema_name, table_name as name, table_rows as estimate,
                   coalesce(data_length, 0) + coalesce(index_length, 0) as bytes
              from information_schema.tables
             where table_schema = database() and table_type = 'BASE TABLE' and table_name not like 'lockkeeper\\_%'
             order by bytes desc, table_name
            """;

    /** The views compare names without regard to case, which most servers do not. */
    private static final String ONE =
            """
            select t.table_schema as schema_name, t.table_name as name, t.table_rows as estimate,
                   coalesce(t.data_length, 0) + coalesce(t.index_length, 0) as bytes
              from information_schema.tables t
             where t.table_schema = %1$s and t.table_name = %2$s and t.table_type = 'BASE TABLE'
               and (@@lower_case_table_names <> 0
                    or cast(t.table_name as binary) = cast(%2$s as binary) and cast(t.table_schema as binary) = cast(%1$s as binary))
            """;

    private static final String TRIGGERS =
            """
            select trigger_name from information_schema.triggers
             where event_object_schema = %s and event_object_table = %s order by trigger_name
            """;

    private final Asking asking;
    private final WriteRates rates;
    private final long target;

    Tables(Asking asking, WriteRates rates, long target) {
        this.asking = asking;
        this.rates = rates;
        this.target = target;
    }

    private record Measured(String schema, String name, long bytes, @Nullable Long rows) {
        static Measured of(ResultSet row) throws SQLException {
            long estimate = row.getLong("estimate");
            Long rows = row.wasNull() ? null : estimate;
            return new Measured(row.getString("schema_name"), row.getString("name"), row.getLong("bytes"), rows);
        }

        String schemaLiteral() {
            return Quoting.literal(schema);
        }

        String nameLiteral() {
            return Quoting.literal(name);
        }
    }

    /** Of this database, by size, largest first, without our ledger. */
    List<TableSummary> list() {
        return asking.list("listing tables", LIST, Measured::of).stream()
                .map(table -> new TableSummary(table.schema(), table.name(), table.bytes(), table.rows()))
                .toList();
    }

    /** The name as the catalog has it, with its database; empty when there is no such table. */
    Optional<TableName> find(TableName name) {
        return measured(name).map(table -> new TableName(new Identifier(table.schema()), new Identifier(table.name())));
    }

    Optional<TableShape> shape(TableName name) {
        return measured(name).map(this::shape);
    }

    private Optional<Measured> measured(TableName name) {
        String schema = name.schema() == null
                ? "database()"
                : Quoting.literal(name.schema().text());
        String query = ONE.formatted(schema, Quoting.literal(name.name().text()));
        return asking.list("looking for table " + name, query, Measured::of).stream()
                .findFirst();
    }

    private TableShape shape(Measured table) {
        List<Indexes.Index> indexes = Indexes.of(asking, table.schemaLiteral(), table.nameLiteral());
        var columns = Columns.of(asking, table.schemaLiteral(), table.nameLiteral());
        return new TableShape(
                table.schema(),
                table.name(),
                table.bytes(),
                table.rows(),
                columns,
                Indexes.key(indexes),
                indexes.stream()
                        .map(index -> new IndexShape(index.name(), index.definition(), index.unique(), true))
                        .toList(),
                asking.texts("reading triggers", TRIGGERS.formatted(table.schemaLiteral(), table.nameLiteral())),
                Constraints.of(asking, table.schemaLiteral(), table.nameLiteral()),
                rates.look(asking, target, table.schema(), table.name()));
    }
}

package dev.lockkeeper.lint;

import dev.lockkeeper.Failure;
import dev.lockkeeper.lint.Facts.Table;
import dev.lockkeeper.lint.sql.ObjectName;
import dev.lockkeeper.plan.Identifier;
import dev.lockkeeper.plan.TableName;
import dev.lockkeeper.target.TableShape;
import dev.lockkeeper.target.Target;
import dev.lockkeeper.target.TargetSession;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads from a target what rules want to know: of the server, and of the tables that the statements name. */
public final class FactsReader {

    /** Each costs some questions to the catalog. Those that come later in the text are as unknown as without a target. */
    static final int MOST_TABLES = 200;

    private static final String CHECK = " CHECK (";

    private FactsReader() {}

    /** @throws Failure what the target refuses */
    public static Facts read(TargetSession session, Target target, Set<ObjectName> names) {
        Map<ObjectName, Table> tables = new HashMap<>();
        names.stream().limit(MOST_TABLES).forEach(name -> shape(session, name)
                .ifPresent(shape -> tables.put(name, table(shape))));
        String version = session.version();
        return new Facts(
                Versions.of(version).orElse(null),
                Versions.mariadb(version),
                true,
                tables,
                longest(session),
                target.replicas().isEmpty() ? null : target.replicas().size());
    }

    private static Optional<TableShape> shape(TargetSession session, ObjectName name) {
        return identifier(name.name())
                .flatMap(table -> name.schema() == null
                        ? Optional.of(new TableName(null, table))
                        : identifier(name.schema()).map(schema -> new TableName(schema, table)))
                .flatMap(session::table);
    }

    /** A name that no table can have is one that is not there. */
    private static Optional<Identifier> identifier(String name) {
        try {
            return Optional.of(new Identifier(name));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static @Nullable Duration longest(TargetSession session) {
        try {
            return session.load(TableName.of("lockkeeper")).longestTransaction();
        } catch (Failure unknown) {
            return null;
        }
    }

    private static Table table(TableShape shape) {
        Map<String, String> columns = shape.columns().stream()
                .collect(Collectors.toMap(TableShape.ColumnShape::name, TableShape.ColumnShape::type));
        List<String> notNull = shape.columns().stream()
                .filter(column -> !column.nullable())
                .map(TableShape.ColumnShape::name)
                .toList();
        return new Table(
                shape.estimatedRows(),
                shape.bytes(),
                shape.writesPerSecond(),
                columns,
                notNull,
                shape.indexes().stream().map(TableShape.IndexShape::name).toList(),
                checks(shape.constraints()));
    }

    /** @param constraints as the catalogs list them: {@code positive CHECK ((n > 0)) NOT VALID} */
    static Map<String, String> checks(List<String> constraints) {
        Map<String, String> checks = new LinkedHashMap<>();
        for (String constraint : constraints) {
            int at = constraint.indexOf(CHECK);
            int end = constraint.lastIndexOf(')');
            boolean holds = !constraint.endsWith("NOT VALID") && !constraint.endsWith("NOT ENFORCED");
            if (at > 0 && end > at && holds) {
                checks.put(constraint.substring(0, at), constraint.substring(at + CHECK.length(), end));
            }
        }
        return checks;
    }
}

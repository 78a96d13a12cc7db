package dev.lockkeeper.lint.postgres;

import dev.lockkeeper.lint.Rule;
import java.util.List;
import java.util.stream.Stream;

/** All rules for PostgreSQL, under the ids that people know from squawk where it has them. */
final class PostgresRules {

    private static final List<Rule> ALL = Precedence.settle(Stream.of(
                    AddColumnRules.rules(),
                    ColumnChangeRules.rules(),
                    ConstraintRules.rules(),
                    ForeignKeyRules.rules(),
                    IndexRules.rules(),
                    NameRules.rules(),
                    DropRules.rules(),
                    TypeRules.rules(),
                    TableRules.rules(),
                    PartitionRules.rules(),
                    TransactionRules.rules(),
                    Timeouts.rules(),
                    BackfillRules.rules(),
                    RoutineRules.rules(),
                    StyleRules.rules())
            .flatMap(List::stream)
            .toList());

    private PostgresRules() {}

    static List<Rule> all() {
        return ALL;
    }
}

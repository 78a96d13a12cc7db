package dev.lockkeeper.check;

import dev.lockkeeper.plan.Identifier;
import dev.lockkeeper.plan.Phase;
import dev.lockkeeper.plan.Step;
import dev.lockkeeper.plan.TableName;
import java.util.ArrayList;
import java.util.List;

/** What a phase takes away or narrows; what the author's own SQL does is not known here. */
final class DroppedColumns {
    private DroppedColumns() {}

    /** @param drops whether it goes, else it only changes */
    record Column(TableName table, Identifier column, boolean drops) {
        @Override
        public String toString() {
            return table + "." + column;
        }
    }

    static List<Column> of(Phase phase) {
        List<Column> columns = new ArrayList<>();
        for (Step step : phase.steps()) {
            if (step instanceof Step.DropColumn drop) {
                columns.add(new Column(drop.table(), drop.column(), true));
            }
            if (step instanceof Step.SetNotNull narrowed) {
                narrowed.columns().forEach(column -> columns.add(new Column(narrowed.table(), column, false)));
            }
        }
        return columns;
    }

    static List<Column> dropped(Phase phase) {
        return of(phase).stream().filter(Column::drops).toList();
    }

    /** Tables that the phase takes something from. */
    static boolean any(Phase phase) {
        return !dropped(phase).isEmpty();
    }
}

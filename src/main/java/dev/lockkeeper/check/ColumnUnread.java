package dev.lockkeeper.check;

import dev.lockkeeper.target.Readers;
import dev.lockkeeper.target.TargetSession;
import java.util.ArrayList;
import java.util.List;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Whether statements still name a column that the phase drops, where the server keeps statistics of them. */
@Component
@Order(151)
class ColumnUnread implements Check {

    @Override
    public String id() {
        return "column-unread";
    }

    @Override
    public String title() {
        return "No statement names what it drops";
    }

    @Override
    public boolean blocking() {
        return false;
    }

    @Override
    public Finding ask(Launch launch) {
        List<DroppedColumns.Column> columns = DroppedColumns.dropped(launch.phase());
        if (columns.isEmpty()) {
            return pass(launch, "This phase drops no column.");
        }
        TargetSession session = launch.reached();
        List<String> read = new ArrayList<>();
        List<String> untold = new ArrayList<>();
        List<String> unread = new ArrayList<>();
        List<String> advice = new ArrayList<>();
        for (DroppedColumns.Column column : columns) {
            Readers readers = session.readers(column.table(), column.column());
            readers.statements().forEach(statement -> read.add(column + ", " + readers.since() + ", " + statement));
            if (readers.untold() != null) {
                untold.add(column + ": " + readers.untold());
                advice.add(readers.advice());
            } else {
                unread.add(column + ", " + readers.since());
            }
        }
        if (!read.isEmpty()) {
            return fail(
                    launch,
                    String.join("\n", read),
                    "Find the application that sends it. Where it was sent by an old version only, reset the statistics and look again.");
        }
        return untold.isEmpty()
                ? pass(launch, "No statement by name: " + String.join("; ", unread) + ". 'select *' names no column.")
                : cannotTell(
                        launch,
                        String.join("\n", untold),
                        String.join("\n", advice.stream().distinct().toList()));
    }
}

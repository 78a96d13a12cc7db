package dev.lockkeeper.check;

import dev.lockkeeper.plan.TableName;
import dev.lockkeeper.target.Session;
import dev.lockkeeper.target.TargetSession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Whether sessions have held or awaited locks on the tables for long: the phase would queue behind them. */
@Component
@Order(130)
class LongTransactions implements Check {

    /** Longer than any statement of a web application should take. */
    private static final Duration LONG = Duration.ofSeconds(30);

    private final Duration limit;

    LongTransactions() {
        this(LONG);
    }

    LongTransactions(Duration limit) {
        this.limit = limit;
    }

    @Override
    public String id() {
        return "long-transactions";
    }

    @Override
    public String title() {
        return "No long transaction on its tables";
    }

    @Override
    public boolean blocking() {
        return false;
    }

    @Override
    public Finding ask(Launch launch) {
        TargetSession session = launch.reached();
        List<String> found = new ArrayList<>();
        for (TableName table : TouchedTables.shapes(launch.phase(), session).keySet()) {
            session.inTheWay(table, limit).stream()
                    .filter(other -> launch.run() == null || !launch.run().equals(other.run()))
                    .forEach(other -> found.add(words(table, other)));
        }
        return found.isEmpty()
                ? pass(launch, "No session has been on its tables for more than " + limit.toSeconds() + " s.")
                : fail(
                        launch,
                        String.join("\n", found),
                        "Let them end, or end them, before the launch: each step would wait for them.");
    }

    private static String words(TableName table, Session other) {
        String since = other.transactionSince() == null ? "" : " since " + other.transactionSince();
        return table + ": session " + other.id() + " of " + other.user() + " (" + other.application() + ", "
                + other.state() + ")" + since;
    }
}

package dev.lockkeeper.check;

import dev.lockkeeper.plan.Engine;
import dev.lockkeeper.plan.Identifier;
import dev.lockkeeper.plan.TableName;
import dev.lockkeeper.target.TableShape;
import dev.lockkeeper.target.TargetSession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Whether row-level security hides rows from the login: an update would then match nothing, and succeed. */
@Component
@Order(120)
class RowsVisible implements Check {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    /** PostgreSQL's own answer, with owners, superusers and bypassrls taken into account. */
    private static final String ACTIVE = "select row_security_active(%s)";

    private static final Set<String> YES = Set.of("t", "true");

    @Override
    public String id() {
        return "row-level-security";
    }

    @Override
    public String title() {
        return "The login sees every row";
    }

    @Override
    public boolean blocking() {
        return true;
    }

    @Override
    public Finding ask(Launch launch) {
        if (launch.target().engine() != Engine.POSTGRESQL) {
            return pass(launch, launch.target().engine().wire() + " has no row-level security.");
        }
        TargetSession session = launch.reached();
        List<String> hidden = new ArrayList<>();
        for (TableName table : TouchedTables.walkedFrom(launch)) {
            session.table(table).filter(shape -> hides(session, shape)).ifPresent(shape -> hidden.add(table.toString()));
        }
        String login = launch.target().username();
        return hidden.isEmpty()
                ? pass(launch, "No policy filters what " + login + " backfills and verifies.")
                : fail(launch, "Policies filter what " + login + " sees of " + String.join(", ", hidden) + ".",
                        "Give the login bypassrls, or use the owner of the table and no 'force row level security'.");
    }

    private static boolean hides(TargetSession session, TableShape shape) {
        String name = new TableName(new Identifier(shape.schema()), new Identifier(shape.name())).quoted('"');
        String query = ACTIVE.formatted("'" + name.replace("'", "''") + "'");
        return session.ask(query, TIMEOUT).filter(YES::contains).isPresent();
    }
}

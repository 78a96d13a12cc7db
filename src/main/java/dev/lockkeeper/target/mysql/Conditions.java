package dev.lockkeeper.target.mysql;

import dev.lockkeeper.Failure;
import dev.lockkeeper.plan.TableName;
import dev.lockkeeper.target.Condition;
import dev.lockkeeper.target.Condition.Topic;
import dev.lockkeeper.target.Limits;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

/** How the server stands, topic by topic; one that cannot be asked does not keep the others from being answered. */
final class Conditions {

    private final Asking asking;
    private final Tables tables;
    private final Sessions sessions;

    Conditions(Asking asking, Tables tables, Sessions sessions) {
        this.asking = asking;
        this.tables = tables;
        this.sessions = sessions;
    }

    List<Condition> of(Collection<TableName> names, Limits limits) {
        List<TableName> there =
                names.stream().flatMap(name -> tables.find(name).stream()).toList();
        Traffic traffic = new Traffic(asking, sessions.look());
        Standing standing = new Standing(asking);
        List<Condition> found = new ArrayList<>();
        for (Topic topic : Topic.values()) {
            found.add(asked(topic, () -> switch (topic) {
                case TRANSACTIONS -> traffic.transactions(limits);
                case LOCKS -> traffic.locks(there);
                case TOOLS -> traffic.tools(there);
                case REPLICAS -> traffic.replicas();
                case LOG -> standing.log(limits);
                case VACUUM -> standing.purge(limits);
            }));
        }
        return found;
    }

    private static Condition asked(Topic topic, Supplier<Condition> question) {
        try {
            return question.get();
        } catch (Failure failure) {
            return Condition.untold(topic, failure.message(), failure.advice());
        }
    }
}

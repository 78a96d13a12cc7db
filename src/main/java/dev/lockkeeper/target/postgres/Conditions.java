package dev.lockkeeper.target.postgres;

import dev.lockkeeper.Failure;
import dev.lockkeeper.plan.TableName;
import dev.lockkeeper.target.Condition;
import dev.lockkeeper.target.Condition.Topic;
import dev.lockkeeper.target.Limits;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** How the server stands, topic by topic; one that cannot be asked does not keep the others from being answered. */
final class Conditions {

    private final Asking asking;
    private final Tables tables;
    private final String owner;

    Conditions(Asking asking, Tables tables, String owner) {
        this.asking = asking;
        this.tables = tables;
        this.owner = owner;
    }

    List<Condition> of(Collection<TableName> names, Limits limits) {
        Map<String, Long> oids = new LinkedHashMap<>();
        names.forEach(name -> tables.oid(name).ifPresent(oid -> oids.put(name.toString(), oid)));
        Traffic traffic = new Traffic(asking, owner);
        Standing standing = new Standing(asking);
        List<Condition> found = new ArrayList<>();
        for (Topic topic : Topic.values()) {
            found.add(asked(topic, () -> switch (topic) {
                case TRANSACTIONS -> traffic.transactions(limits);
                case LOCKS -> traffic.locks(oids);
                case TOOLS -> traffic.tools(oids);
                case REPLICAS -> standing.replicas(limits);
                case LOG -> standing.log(limits);
                case VACUUM -> standing.vacuum(oids);
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

    /** As the server takes a list of oids. */
    static String list(Collection<Long> oids) {
        return "{" + String.join(",", oids.stream().map(String::valueOf).toList()) + "}";
    }
}

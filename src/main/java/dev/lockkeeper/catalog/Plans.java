package dev.lockkeeper.catalog;

import dev.lockkeeper.plan.Plan;
import dev.lockkeeper.plan.PlanReader;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * Plans of stored texts, by digest. A text never changes, so a plan never has to be thrown out but for room; a page that
 * lists revisions would otherwise parse each of them again.
 */
@Component
class Plans {

    private static final int ROOM = 200;

    private final Map<String, Plan> recent = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Plan> eldest) {
            return size() > ROOM;
        }
    };

    Plan of(String digest, String text) {
        synchronized (recent) {
            Plan known = recent.get(digest);
            if (known != null) {
                return known;
            }
        }
        Plan plan = PlanReader.read(text);
        synchronized (recent) {
            recent.put(digest, plan);
        }
        return plan;
    }
}

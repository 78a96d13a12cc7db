package dev.lockkeeper.engine;

import com.github.kagkarlsson.scheduler.SchedulerName;
import org.springframework.stereotype.Component;

/** This server's name, as runs and lanes show it. */
@Component
class Server {

    private final String name = new SchedulerName.Hostname().getName();

    String name() {
        return name;
    }
}

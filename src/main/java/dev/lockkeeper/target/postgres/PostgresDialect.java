package dev.lockkeeper.target.postgres;

import dev.lockkeeper.plan.Engine;
import dev.lockkeeper.plan.Plan;
import dev.lockkeeper.plan.Step;
import dev.lockkeeper.target.Dialect;
import dev.lockkeeper.target.Target;
import dev.lockkeeper.target.TargetAccess;
import dev.lockkeeper.target.TargetSession;
import jakarta.annotation.PreDestroy;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** PostgreSQL 14 and later. */
@Component
public class PostgresDialect implements Dialect {

    private final WriteRates rates = new WriteRates(Clock.systemUTC());
    private final Map<Long, Pool> pools = new ConcurrentHashMap<>();

    @Override
    public Engine engine() {
        return Engine.POSTGRESQL;
    }

    /** Everything that a file can say so far can be done; what only the server's version or the table tells is refused by resolve. */
    @Override
    public Optional<String> unsupported(Plan plan, Step step) {
        return Optional.empty();
    }

    @Override
    public void validateUrl(String url) {
        PostgresUrl.validate(url);
    }

    @Override
    public TargetSession open(TargetAccess access, String application) {
        return new PostgresSession(Connecting.open(access, application), access, rates);
    }

    @Override
    public TargetSession borrow(TargetAccess access) {
        Pool pool = pools.computeIfAbsent(access.target().id(), id -> new Pool());
        return new PostgresSession(pool.borrow(access), access, rates);
    }

    @Override
    public void forget(Target target) {
        Pool pool = pools.remove(target.id());
        if (pool != null) {
            pool.close();
        }
    }

    @PreDestroy
    void close() {
        pools.values().forEach(Pool::close);
        pools.clear();
    }
}

package dev.lockkeeper.target.mysql;

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

/** MySQL 8 and later, MariaDB 10.6 and later. */
@Component
public class MysqlDialect implements Dialect {

    private final WriteRates rates = new WriteRates(Clock.systemUTC());
    private final Map<Long, Pool> pools = new ConcurrentHashMap<>();

    @Override
    public Engine engine() {
        return Engine.MYSQL;
    }

    /** What only the server's version or the table tells is refused by resolve. */
    @Override
    public Optional<String> unsupported(Plan plan, Step step) {
        return step instanceof Step.Backfill backfill && backfill.guard() == Step.Guard.MARKER
                ? Optional.of(RowSteps.MARKER)
                : Optional.empty();
    }

    @Override
    public void validateUrl(String url) {
        MysqlUrl.validate(url);
    }

    @Override
    public TargetSession open(TargetAccess access, String application) {
        return new MysqlSession(Connecting.open(access, application), access, application, rates);
    }

    @Override
    public TargetSession borrow(TargetAccess access) {
        Pool pool = pools.computeIfAbsent(access.target().id(), id -> new Pool());
        return new MysqlSession(pool.borrow(access), access, Pool.NAME, rates);
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

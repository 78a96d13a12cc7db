package dev.lockkeeper.target.postgres;

import dev.lockkeeper.plan.Engine;
import dev.lockkeeper.target.Target;
import dev.lockkeeper.target.TargetAccess;
import dev.lockkeeper.testing.Databases.Database;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Targets that were never registered, for tests below the store. */
final class Given {

    private static final AtomicLong ID = new AtomicLong();

    private Given() {}

    static TargetAccess access(Database database) {
        return access(ID.incrementAndGet(), database);
    }

    static TargetAccess access(long id, Database database) {
        return new TargetAccess(
                new Target(
                        id,
                        "shop",
                        Engine.POSTGRESQL,
                        database.url(),
                        database.username(),
                        null,
                        "test",
                        null,
                        List.of(),
                        List.of(),
                        Map.of()),
                database.password(),
                "test store");
    }

    static PostgresSession open(Database database) {
        return open(database, "lockkeeper test");
    }

    static PostgresSession open(Database database, String application) {
        return open(database, application, Clock.systemUTC());
    }

    static PostgresSession open(Database database, String application, Clock clock) {
        TargetAccess access = access(database);
        return new PostgresSession(Connecting.open(access, application), access, new WriteRates(clock));
    }
}

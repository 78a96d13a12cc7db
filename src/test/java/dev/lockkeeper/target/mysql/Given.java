package dev.lockkeeper.target.mysql;

import dev.lockkeeper.plan.Engine;
import dev.lockkeeper.target.Target;
import dev.lockkeeper.target.TargetAccess;
import dev.lockkeeper.testing.Databases.Database;
import java.sql.Connection;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** What these tests begin with. */
final class Given {

    static final String OWNER = "store-of-the-tests";

    private Given() {}

    static TargetAccess access(Database database) {
        Target target = new Target(
                1,
                "shop",
                Engine.MYSQL,
                database.url(),
                database.username(),
                null,
                "dev",
                null,
                List.of(),
                List.of(),
                Map.of());
        return new TargetAccess(target, database.password(), OWNER);
    }

    static MysqlSession open(Database database) {
        return open(database, "lockkeeper test");
    }

    static MysqlSession open(Database database, String application) {
        TargetAccess access = access(database);
        return new MysqlSession(
                Connecting.open(access, application), access, application, new WriteRates(Clock.systemUTC()));
    }

    /** As a run has it. */
    static Connection connection(Database database, String application) {
        return Connecting.open(access(database), application);
    }

    static Connection connection(Database database) {
        return connection(database, "lockkeeper run 7 expand");
    }
}

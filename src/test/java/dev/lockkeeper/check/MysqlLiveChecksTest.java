package dev.lockkeeper.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.check.Finding.Result;
import dev.lockkeeper.testing.Databases.Database;
import dev.lockkeeper.testing.LockkeeperTest;
import dev.lockkeeper.testing.MysqlDatabases;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

@LockkeeperTest
class MysqlLiveChecksTest extends LiveChecksContract {

    @Override
    Database fresh() {
        return MysqlDatabases.fresh("live");
    }

    @Override
    String engine() {
        return "mysql";
    }

    @Test
    void whoWaitsForATableIsTold() throws SQLException {
        Finding before = read("locks-held");
        assertThat(before.result())
                .as("MariaDB without its plugin does not tell who holds it")
                .isEqualTo(MysqlDatabases.mariadb() ? Result.UNKNOWN : Result.PASS);
        assertThat(before.stops()).isFalse();
        try (Connection holder = database.connect();
                Statement statement = holder.createStatement()) {
            statement.execute("lock tables users read");
            CompletableFuture<Void> waiter =
                    CompletableFuture.runAsync(() -> database.run("update users set mail = 'c@x' where id = 1"));
            Awaitility.await().untilAsserted(() -> {
                Finding finding = read("locks-held");
                assertThat(finding.result()).as(finding.evidence()).isEqualTo(Result.FAIL);
                assertThat(finding.evidence()).contains("metadata lock");
            });
            statement.execute("unlock tables");
            waiter.join();
        }
    }

    @Test
    void triggersOfPtOnlineSchemaChangeAreTold() {
        database.run("create trigger pt_osc_shop_users_del after delete on users for each row set @gone = 1");

        assertThat(read("other-tools").evidence()).contains("trigger pt_osc_shop_users_del on users");
    }

    @Test
    void aBinaryLogThatNobodyPurgesIsTold() {
        target = register(Map.of("limits", Map.of("retainedLog", 0)));

        Finding finding = read("log-healthy");

        boolean purged =
                !database.ask("select @@global.binlog_expire_logs_seconds").equals("0");
        assertThat(finding.result()).as(finding.evidence()).isEqualTo(purged ? Result.PASS : Result.FAIL);
        assertThat(finding.evidence()).contains("written as ROW", " bytes");
    }

    @Test
    void aLongHistoryIsTold() throws SQLException {
        target = register(Map.of("limits", Map.of("historyList", 0)));
        try (Connection reader = database.connect();
                Statement statement = reader.createStatement()) {
            statement.execute("start transaction with consistent snapshot");
            database.run("update users set mail = 'd@x'", "update users set mail = 'e@x'");

            Finding finding = read("vacuum-healthy");
            assertThat(finding.result()).as(finding.evidence()).isEqualTo(Result.FAIL);
            assertThat(finding.evidence()).contains("has no vacuum");
            statement.execute("rollback");
        }
    }

    @Test
    void routinesTriggersAndForeignKeysAreDependents() {
        database.run(
                "create trigger greets before insert on users for each row set new.mail = new.name",
                "create procedure lists() select name from users",
                "create index by_name on users (name)",
                "create table refers (name varchar(100), constraint of_name foreign key (name) references users (name))");

        assertThat(read("contract", "dependents").evidence())
                .contains(
                        "trigger greets needs it",
                        ".lists needs it",
                        "foreign key of_name",
                        "index by_name goes with it");
    }

    @Test
    void withoutStatisticsNobodyKnowsWhoReads() {
        boolean kept = database.ask("select @@performance_schema").equals("1");

        Finding finding = read("contract", "column-unread");

        assertThat(finding.result()).isEqualTo(kept ? Result.PASS : Result.UNKNOWN);
        assertThat(finding.advice().isEmpty()).isEqualTo(kept);
    }

    @Test
    void aLoginThatSeesLittleLeavesItUnknownWithTheGrantThatHelps() {
        Database little = MysqlDatabases.limited(database, "select, alter on " + MysqlDatabases.name(database) + ".*");
        target = register(little, Map.of(), List.of(), List.of());

        for (String id : List.of(
                "open-transactions",
                "other-tools",
                "applications",
                "vacuum-healthy",
                "log-healthy",
                "replicas-healthy")) {
            Finding finding = read(id);
            assertThat(finding.result()).as("%s: %s", id, finding.evidence()).isEqualTo(Result.UNKNOWN);
            assertThat(finding.advice()).as(id).contains("grant ");
            assertThat(finding.stops()).as(id).isFalse();
        }
    }
}

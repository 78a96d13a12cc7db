package dev.lockkeeper.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.testing.Databases;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

class StoreVersionTest {

    private final Databases.Database database = Databases.fresh("version");

    private void migrate() {
        StoreAddress address = new StoreAddress(database.url(), database.username(), database.password());
        new StoreVersion(new StoreGrants(new StoreServer.External(address, address)))
                .migrate(Flyway.configure()
                        .dataSource(database.url(), database.username(), database.password())
                        .locations("classpath:store")
                        .load());
    }

    @Test
    void anEmptyStoreIsBroughtUpToDateAndAFullOneLeftAlone() {
        migrate();
        migrate();
        assertThat(database.ask("select count(*) from users")).isEqualTo("0");
    }

    @Test
    void aStoreThatANewerProgramWroteIsRefused() {
        migrate();
        database.run(
                """
                insert into flyway_schema_history (installed_rank, version, description, type, script, checksum,
                    installed_by, execution_time, success)
                values (99, '99', 'later', 'SQL', 'V99__later.sql', 1, 'somebody', 1, true)""");
        assertThatThrownBy(this::migrate).isInstanceOfSatisfying(Failure.class, failure -> {
            assertThat(failure.code()).isEqualTo(Code.STORE_NEWER);
            assertThat(failure.message()).contains("version 99", "this program knows version");
        });
    }

    @Test
    void aDatabaseThatOthersUseIsRefused() {
        database.run("create table theirs (id int)");
        assertThatThrownBy(this::migrate).isInstanceOfSatisfying(Failure.class, failure -> assertThat(failure.code())
                .isEqualTo(Code.WRONG_SETTINGS));
        assertThat(database.ask("select count(*) from pg_tables where schemaname = 'public'"))
                .isEqualTo("1");
    }
}

package dev.lockkeeper.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.testing.Databases;
import dev.lockkeeper.testing.Databases.Database;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

/** The search of migrations has an index wherever the store's owner may have it, and a store without it is a store. */
class SearchIndexTest {

    private static final String INDEX = "select count(*) from pg_indexes where indexname = 'migrations_named'";

    @Test
    void isMadeByAnOwnerWhoIsNoSuperuser() {
        Database database = Databases.fresh("search");
        Database owned =
                by(database, "search_owner", "alter database %2$s owner to %1$s", "alter schema public owner to %1$s");
        assertThat(migrated(owned).ask(INDEX)).isEqualTo("1");
    }

    @Test
    void isLeftOutWhereTheOwnerOfTheTablesMayMakeNoExtension() {
        Database database = Databases.fresh("search");
        Database owned = by(database, "search_guest", "grant create on schema public to %1$s");
        assertThat(migrated(owned).ask(INDEX)).isEqualTo("0");
        assertThat(owned.ask("select count(*) from migrations where lower(id) like '%a%'"))
                .isEqualTo("0");
    }

    private static Database migrated(Database database) {
        Flyway.configure()
                .dataSource(database.url(), database.username(), database.password())
                .locations("classpath:store")
                .load()
                .migrate();
        return database;
    }

    /** A login of that name on the database. @param rights with the login and the name of the database */
    private static Database by(Database database, String login, String... rights) {
        database.run("create role " + login + " login password 'of the test'");
        String name = database.url().substring(database.url().lastIndexOf('/') + 1);
        for (String right : rights) {
            database.run(right.formatted(login, name));
        }
        return new Database(database.url(), login, "of the test");
    }
}

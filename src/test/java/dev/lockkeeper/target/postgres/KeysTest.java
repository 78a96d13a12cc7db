package dev.lockkeeper.target.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.plan.TableName;
import dev.lockkeeper.target.TableShape;
import dev.lockkeeper.testing.Databases;
import dev.lockkeeper.testing.Databases.Database;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeysTest {

    private static Database database;

    @BeforeAll
    static void prepare() {
        database = Databases.fresh("keys");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bigint", "uuid", "text", "timestamp with time zone", "numeric(20,4)", "character(8)"})
    void primaryKeyOfAnyOrderableTypeIsTheKey(String type) {
        TableShape shape = shape("id " + type + " primary key, n int");
        assertThat(shape.key()).containsExactly("id");
        assertThat(shape.typeOf("id")).isEqualTo(type);
    }

    @Test
    void twoColumnsComeInTheOrderOfTheKeyAndNotOfTheTable() {
        assertThat(shape("a int, b text, c int, primary key (c, b)").key()).containsExactly("c", "b");
    }

    @Test
    void tableWithoutAKeyHasNone() {
        assertThat(shape("id bigint, n int").key()).isEmpty();
    }

    @Test
    void uniqueOverNotNullColumnsStandsIn() {
        assertThat(shape("a int not null, b int not null, unique (a, b)").key()).containsExactly("a", "b");
    }

    @Test
    void primaryKeyIsPreferredToANarrowerUniqueOne() {
        assertThat(shape("n smallint not null unique, id uuid, part int, primary key (id, part)")
                        .key())
                .containsExactly("id", "part");
    }

    @Test
    void ofSeveralUniqueOnesFewestColumnsThenNarrowestIsTaken() {
        assertThat(shape("a int not null, b int not null, u uuid not null unique, n int not null unique, unique (a, b)")
                        .key())
                .containsExactly("n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create unique index on %s (nullable)",
                "create unique index on %s (name) where name <> ''",
                "create unique index on %s (lower(name))",
                "create unique index on %s (name text_pattern_ops)",
                "create unique index on %s (name collate \"C\")",
                "create unique index on %s (id, name desc)",
                "create index on %s (id)",
                "alter table %s add unique (id) deferrable initially deferred"
            })
    void indexThatCannotBeWalkedIsNoKey(String index) {
        String table = create("id int not null, name text not null, nullable int");
        database.run(index.formatted(table));
        assertThat(read(table).key()).isEmpty();
    }

    @Test
    void invalidIndexIsNoKeyAndIsShownAsInvalid() {
        String table = create("id int not null");
        database.run("insert into " + table + " values (1), (1)");
        try {
            database.run("create unique index concurrently broken on " + table + " (id)");
            throw new AssertionError("two equal rows have a unique index");
        } catch (IllegalStateException expected) {
            // The server leaves the invalid index behind.
        }
        assertThat(read(table).key()).isEmpty();
        assertThat(read(table).indexes()).singleElement().matches(index -> !index.valid() && index.unique());
    }

    @Test
    void includedColumnsAreNotPartOfTheKey() {
        String table = create("id int not null, n int");
        database.run("create unique index on " + table + " (id) include (n)");
        assertThat(read(table).key()).containsExactly("id");
    }

    private static int count;

    private static String create(String columns) {
        String table = "t" + ++count;
        database.run("create table " + table + " (" + columns + ")");
        return table;
    }

    private static TableShape shape(String columns) {
        return read(create(columns));
    }

    private static TableShape read(String table) {
        try (PostgresSession session = Given.open(database)) {
            return session.table(TableName.of(table)).orElseThrow();
        }
    }
}

package dev.lockkeeper.lint.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.lint.sql.Act;
import dev.lockkeeper.lint.sql.Alteration;
import dev.lockkeeper.lint.sql.ColumnDef;
import dev.lockkeeper.lint.sql.ColumnDef.Generated;
import dev.lockkeeper.lint.sql.Constraint;
import dev.lockkeeper.lint.sql.Constraint.Kind;
import dev.lockkeeper.lint.sql.Expr;
import dev.lockkeeper.lint.sql.ObjectName;
import dev.lockkeeper.lint.sql.Online;
import dev.lockkeeper.lint.sql.Parsed;
import dev.lockkeeper.lint.sql.Reads;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostgresReaderTest {

    private static final ObjectName T = ObjectName.of("t");

    @Test
    void knowsEveryStatementOfTheCorpus() throws IOException {
        List<Parsed> statements = PostgresReader.ONE.read(corpus()).statements();

        assertThat(statements).hasSizeGreaterThan(370);
        assertThat(statements).noneMatch(one -> one.act() instanceof Act.Unreadable);
    }

    static String corpus() throws IOException {
        try (InputStream in = PostgresReaderTest.class.getResourceAsStream("/lint/postgres-corpus.sql")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void readsAColumnWithAllThatItSays() {
        ColumnDef column = added(
                "alter table t add column \"Total\" NUMERIC( 10, 2 ) not null default round(0.5) check (\"Total\" >= 0) references o (id)");

        assertThat(column.name()).isEqualTo("Total");
        assertThat(column.type()).isEqualTo("numeric(10,2)");
        assertThat(column.notNull()).isTrue();
        assertThat(column.defaultValue()).isEqualTo(new Expr("round(0.5)", List.of("round"), false));
        assertThat(column.constraints())
                .containsExactly(
                        new Constraint(
                                null,
                                Kind.CHECK,
                                List.of("Total"),
                                null,
                                List.of(),
                                new Expr("\"Total\" >= 0", List.of(), true)),
                        new Constraint(
                                null, Kind.FOREIGN_KEY, List.of("Total"), ObjectName.of("o"), List.of("id"), null));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "timestamp with time zone|timestamp with time zone",
                "VARCHAR (30)|varchar(30)",
                "double   precision|double precision",
                "text [ ]|text[]",
                "s.mood|s.mood",
                "character varying( 7 )|character varying(7)",
                "timestamp(3)|timestamp(3)",
            })
    void spellsTypesInOneWay(String written, String read) {
        assertThat(added("alter table t add column c " + written).type()).isEqualTo(read);
    }

    @Test
    void tellsGeneratedColumnsApart() {
        assertThat(added("alter table t add c int generated always as (a * 2) stored")
                        .generated())
                .isEqualTo(Generated.STORED);
        assertThat(added("alter table t add c int generated always as (a * 2) virtual")
                        .generated())
                .isEqualTo(Generated.VIRTUAL);
        assertThat(added("alter table t add c int generated always as (a * 2)").generated())
                .isEqualTo(Generated.VIRTUAL);
        assertThat(added("alter table t add c bigserial").automatic()).isTrue();
        assertThat(added("alter table t add c int generated always as identity").automatic())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "0|true",
                "'x'::text|true",
                "-1 * 60|true",
                "'{}'::jsonb|true",
                "null|true",
                "now()|false",
                "current_timestamp|false",
                "current_date|false",
                "gen_random_uuid()|false",
                "lower(a)|false",
                "a + 1|false",
                "array[1, 2]|true",
                "coalesce(null, 3)|true",
                "interval '1 day'|true",
            })
    void tellsConstantsFromWhatIsComputed(String value, boolean constant) {
        assertThat(added("alter table t add column c text default (" + value + ")")
                        .defaultValue())
                .matches(one -> one.constant() == constant, "constant: " + constant);
    }

    @Test
    void callsTheClockByOneName() {
        assertThat(added("alter table t add c timestamptz default current_timestamp")
                        .defaultValue()
                        .calls())
                .containsExactly("now");
        assertThat(added("alter table t add c timestamptz default pg_catalog.now()")
                        .defaultValue()
                        .calls())
                .containsExactly("now");
    }

    @Test
    void readsEachActionOfAnAlterTable() {
        assertThat(
                        act(
                                "alter table only s.t add constraint k check (a > 0) not valid, alter a type bigint using a::bigint,"
                                        + " drop column if exists b cascade, alter column c set not null, validate constraint l"))
                .isEqualTo(new Act.AlterTable(
                        new ObjectName("s", "t"),
                        List.of(
                                new Alteration.AddConstraint(
                                        new Constraint(
                                                "k",
                                                Kind.CHECK,
                                                List.of(),
                                                null,
                                                List.of(),
                                                new Expr("a > 0", List.of(), true)),
                                        true,
                                        null),
                                new Alteration.ChangeType("a", "bigint", new Expr("a::bigint", List.of(), true)),
                                new Alteration.DropColumn("b", true),
                                new Alteration.SetNotNull("c"),
                                new Alteration.ValidateConstraint("l")),
                        Online.UNSAID));
    }

    @Test
    void seesACheckWithANameWhereTheGrammarCouldSeeAColumn() {
        assertThat(act("alter table t add constraint k check (a > 0)"))
                .isEqualTo(new Act.AlterTable(
                        T,
                        List.of(new Alteration.AddConstraint(
                                new Constraint(
                                        "k",
                                        Kind.CHECK,
                                        List.of(),
                                        null,
                                        List.of(),
                                        new Expr("a > 0", List.of(), true)),
                                false,
                                null)),
                        Online.UNSAID));
        assertThat(act("create table t (a int, constraint k check (a > 0))"))
                .isInstanceOfSatisfying(Act.CreateTable.class, create -> {
                    assertThat(create.columns()).hasSize(1);
                    assertThat(create.constraints()).singleElement().satisfies(one -> assertThat(one.name())
                            .isEqualTo("k"));
                });
    }

    @Test
    void takesANotNullConstraintForTheSameCheck() {
        assertThat(act("alter table t add constraint k not null a not valid"))
                .isInstanceOfSatisfying(Act.AlterTable.class, alter -> assertThat(alter.alterations())
                        .singleElement()
                        .isInstanceOfSatisfying(Alteration.AddConstraint.class, add -> {
                            assertThat(add.notValid()).isTrue();
                            assertThat(add.constraint().expression().text()).isEqualTo("a is not null");
                        }));
    }

    @Test
    void readsIndexes() {
        assertThat(act(
                        "create unique index concurrently if not exists I on s.t using gin (lower(a) desc, b) include (c)"
                                + " nulls not distinct with (fastupdate = off) where (b is null)"))
                .isEqualTo(new Act.CreateIndex(
                        "i",
                        new ObjectName("s", "t"),
                        List.of("lower(a) desc", "b"),
                        true,
                        true,
                        true,
                        "gin",
                        new Expr("b is null", List.of(), true),
                        Online.UNSAID));
        assertThat(act("drop index concurrently if exists s.i, j"))
                .isEqualTo(new Act.DropIndex(
                        List.of(new ObjectName("s", "i"), ObjectName.of("j")), null, true, true, Online.UNSAID));
        assertThat(act("reindex (verbose, concurrently) index i"))
                .isEqualTo(new Act.Reindex("index", ObjectName.of("i"), true));
    }

    @Test
    void findsTheBatchInAWithOfAnUpdate() {
        assertThat(act("with batch as (select id from t where b is null order by id limit 1000 for update skip locked)"
                        + " update t set b = 1, c = now() from batch where t.id = batch.id"))
                .isEqualTo(new Act.Update(
                        T, List.of("b", "c"), new Reads(List.of(), true, true, true, false, true, true, true)));
    }

    @Test
    void takesWhatAWithWritesForTheStatement() {
        assertThat(act("with gone as (delete from t returning *) select count(*) from gone"))
                .isEqualTo(new Act.Delete(T, Reads.NOTHING));
    }

    @Test
    void doesNotTakeALimitInAValueForABoundOfTheRows() {
        assertThat(act("update t set a = (select b from o order by b limit 1)"))
                .isInstanceOfSatisfying(Act.Update.class, update -> {
                    assertThat(update.reads().limit()).isFalse();
                    assertThat(update.reads().where()).isFalse();
                    assertThat(update.reads().tables()).containsExactly(ObjectName.of("o"));
                });
    }

    @Test
    void readsAMergeAsWhatItWrites() {
        assertThat(act(
                        "merge into s.t as x using (select * from o) y on x.id = y.id when matched then update set a = y.a, b = 2"
                                + " when not matched then insert values (1)"))
                .isEqualTo(new Act.Update(
                        new ObjectName("s", "t"),
                        List.of("a", "b"),
                        new Reads(List.of(ObjectName.of("o")), true, true, false, false, false, false, false)));
    }

    @Test
    void readsBlocksAndFunctionsWithTheirBodies() {
        assertThat(act("do language plpgsql $x$ begin null; end $x$"))
                .isEqualTo(new Act.Block("plpgsql", " begin null; end "));
        assertThat(act("create or replace function s.f(a int) returns int as 'select ''x''' language SQL"))
                .isEqualTo(new Act.CreateFunction(new ObjectName("s", "f"), "sql", "select 'x'"));
    }

    @Test
    void readsSettings() {
        assertThat(act("set local lock_timeout = '2s'")).isEqualTo(new Act.Set("lock_timeout", "'2s'", true));
        assertThat(act("set search_path to default")).isEqualTo(new Act.Set("search_path", null, false));
        assertThat(act("reset my.setting")).isEqualTo(new Act.Set("my.setting", null, false));
    }

    @Test
    void readsNamesAsTheServerUnderstandsThem() {
        assertThat(act("drop table Public.\"A \"\"b\"\"\", ÄTable"))
                .isEqualTo(new Act.DropTable(
                        List.of(new ObjectName("public", "A \"b\""), ObjectName.of("Ätable")), false, false));
    }

    @Test
    void readsKeywordsAsNamesWhereTheServerDoes() {
        assertThat(act("create table t (position int, timestamp timestamp, date date, overlay text)"))
                .isInstanceOfSatisfying(Act.CreateTable.class, create -> assertThat(create.columns())
                        .extracting(ColumnDef::name)
                        .containsExactly("position", "timestamp", "date", "overlay"));
    }

    @Test
    void seesThatExplainAnalyzeCarriesOutWhatItExplains() {
        assertThat(act("explain (analyze, costs off) delete from t")).isEqualTo(new Act.Delete(T, Reads.NOTHING));
        assertThat(act("explain delete from t")).isEqualTo(new Act.Other("explain"));
    }

    private static ColumnDef added(String sql) {
        return ((Alteration.AddColumn) ((Act.AlterTable) act(sql)).alterations().getFirst()).column();
    }

    private static Act act(String sql) {
        List<Parsed> statements = PostgresReader.ONE.read(sql).statements();
        assertThat(statements).hasSize(1);
        return statements.getFirst().act();
    }
}

package dev.lockkeeper.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.testing.Databases;
import dev.lockkeeper.testing.Databases.Database;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the examples' comments state, asked of a real PostgreSQL with the examples' own expressions. */
class ExampleResultsTest {

    private static Database database;

    @BeforeAll
    static void makeTheTables() {
        database = Databases.fresh("examples")
                .run(PlanFiles.text(Path.of("examples/schema/users.sql")))
                .run(PlanFiles.text(Path.of("examples/schema/customers.sql")));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "NULL",
            quoteCharacter = '`',
            textBlock =
                    """
            'Ada Lovelace'          , Ada     , Lovelace    , Ada Lovelace
            ` '  Ada   Lovelace ' ` , Ada     , Lovelace    , Ada Lovelace
            E'Ada\\tLovelace'       , Ada     , Lovelace    , Ada Lovelace
            'Mary Jane Watson'      , Mary    , Jane Watson , Mary Jane Watson
            'Prince'                , Prince  , Prince      , Prince
            ''                      , ``      , ``          , NULL
            '   '                   , ``      , ``          , NULL
            null                    , ``      , ``          , NULL
            """)
    void splitANameAndJoinItAgain(String name, String first, String last, String joined) {
        Step.KeepInSync sync =
                plan("split-user-name").syncOf(TableName.of("users")).orElseThrow();
        String split = "(select %s as first_name, %s as last_name from (select %s::text as name) as users) as users"
                .formatted(expression(sync, "first_name"), expression(sync, "last_name"), name);
        assertThat(database.ask("select first_name from " + split)).isEqualTo(first);
        assertThat(database.ask("select last_name from " + split)).isEqualTo(last);
        assertThat(database.ask("select " + sync.reverse().get(new Identifier("name")) + " from " + split))
                .isEqualTo(joined == null ? "null" : joined);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {"null, t, 2020-01-01 00:00:00+00", "'a1b2', f, null"})
    void sayWhetherAnAddressIsVerified(String token, String verified, String at) {
        Step.KeepInSync sync =
                plan("verify-email").syncOf(TableName.of("users")).orElseThrow();
        String users =
                "(select %s::text as verification_token, timestamptz '2020-01-01 00:00:00Z' as created_at) as users"
                        .formatted(token);
        assertThat(database.ask("select " + expression(sync, "email_verified") + " from " + users))
                .isEqualTo(verified);
        assertThat(database.ask("select (" + expression(sync, "email_verified_at")
                        + ") at time zone 'UTC' || '+00' from " + users))
                .isEqualTo(at);
    }

    @Test
    void giveACustomerATierByOrders() {
        Plan plan = plan("customer-tier");
        Step.Backfill backfill = (Step.Backfill) plan.phases().get(1).steps().getFirst();
        Step.AddCheck check = (Step.AddCheck) plan.phases().get(3).steps().getFirst();
        database.run(
                "insert into customers (name) select 'customer ' || n from generate_series(1, 6) n",
                """
                insert into orders (customer_id, amount)
                select customer, 1 from (values (2, 1), (3, 4), (4, 5), (5, 19), (6, 20)) c (customer, orders),
                generate_series(1, orders)
                """,
                "alter table customers add tier text",
                "update customers set tier = " + backfill.set().get(new Identifier("tier")),
                "alter table customers add check (" + check.expression() + ")");
        assertThat(database.ask("select string_agg(tier, ' ' order by id) from customers"))
                .isEqualTo("bronze bronze bronze silver silver gold");
        Step.Assert distribution = (Step.Assert) plan.phases().get(2).steps().get(2);
        assertThat(database.ask(distribution.query())).isEqualTo("bronze: 3, silver: 2, gold: 1");
        assertThat(database.ask(((Step.Assert) plan.phases().get(2).steps().get(0)).query()))
                .isEqualTo("0");
        assertThat(database.ask(((Step.Assert) plan.phases().get(2).steps().get(1)).query()))
                .isEqualTo("0");
    }

    @Test
    void addAConstantDefaultWithoutWritingARow() {
        Column locale = ((Step.AddColumn)
                        plan("constant-default").phases().getFirst().steps().getFirst())
                .column();
        database.run("insert into users (name, email) values ('Ada', 'ada@example.org')");
        String file = database.ask("select pg_relation_filenode('users')");
        String row = database.ask("select ctid || ' ' || xmin from users");
        database.run("alter table users add %s %s not null default %s"
                .formatted(locale.name().quoted('"'), locale.type(), locale.defaultSql()));
        assertThat(database.ask("select locale from users")).isEqualTo("en");
        assertThat(database.ask("select pg_relation_filenode('users')")).isEqualTo(file);
        assertThat(database.ask("select ctid || ' ' || xmin from users")).isEqualTo(row);
    }

    private static String expression(Step.KeepInSync sync, String column) {
        return sync.set().get(new Identifier(column));
    }

    private static Plan plan(String migration) {
        return PlanReader.read(PlanFiles.text(Path.of("examples/postgresql", migration + ".yaml")));
    }
}

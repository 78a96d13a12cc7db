package dev.lockkeeper.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.testing.Crew;
import dev.lockkeeper.testing.Databases;
import dev.lockkeeper.testing.Databases.Database;
import dev.lockkeeper.testing.LockkeeperTest;
import dev.lockkeeper.testing.People;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** The other files of {@code examples/}, each carried through on a real database. */
@LockkeeperTest
class ExamplesTest {

    @Autowired
    People people;

    @Test
    void verifyEmailSaysWithColumnsWhatTheTokenMeant() {
        Database database = Databases.fresh("verify_email");
        database.run(
                Crew.example("schema/users.sql"),
                "insert into users (name, email, verification_token, created_at) select 'n', 'u' || i || '@example.com', "
                        + "case when i % 3 = 0 then md5(i::text) end, now() - i * interval '1 minute' from generate_series(1, 5000) i",
                "create table before as select * from users");
        new Crew(people, database, "verify-email")
                .carryThrough(
                        Crew.example("postgresql/verify-email.yaml"),
                        List.of(
                                "The release that reads and writes email_verified is deployed everywhere",
                                "Tokens that were sent and not used yet may stop working"));
        assertThat(database.ask(
                        "select count(*) from users u join before b using (id) where u.email_verified is distinct from "
                                + "(b.verification_token is null) or u.email_verified_at is distinct from "
                                + "case when b.verification_token is null then b.created_at end"))
                .isEqualTo("0");
        assertThat(
                        database.ask(
                                "select indisvalid and indpred is not null from pg_index where indexrelid = 'users_unverified_idx'::regclass"))
                .isEqualTo("t");
        database.run("insert into users (name, email) values ('x', 'x@example.com')");
        assertThat(
                        database.ask(
                                "select email_verified || ' ' || (notification_preferences ->> 'digest') from users where email = 'x@example.com'"))
                .isEqualTo("false weekly");
    }

    @Test
    void customerTierCountsOrdersAndKnowsCustomersWithoutAny() {
        Database database = Databases.fresh("tier");
        database.run(
                Crew.example("schema/customers.sql"),
                "insert into customers (name) select 'c' || i from generate_series(1, 3000) i",
                "insert into orders (customer_id, amount) select c, 1 from generate_series(1, 3000) c, generate_series(1, c % 25)");
        Crew crew = new Crew(people, database, "tier");
        long run = crew.carryThrough(
                Crew.example("postgresql/customer-tier.yaml"),
                List.of("The distribution was seen and accepted by sales"));
        assertThat(database.ask(
                        "select count(*) from customers where tier <> case when id % 25 >= 20 then 'gold' when id % 25 >= 5 then "
                                + "'silver' else 'bronze' end"))
                .isEqualTo("0");
        JsonNode steps = crew.run(run).path("phases").path(2).path("steps");
        assertThat(steps.toString()).contains("silver: 1800", "bronze: 600", "gold: 600");
    }

    @Test
    void aConstantDefaultWritesNoRow() {
        Database database = Databases.fresh("constant");
        database.run(
                Crew.example("schema/users.sql"),
                "insert into users (name, email) select 'n', 'u' || i || '@example.com' from generate_series(1, 20000) i");
        String file = database.ask("select relfilenode from pg_class where relname = 'users'");
        String newest = database.ask("select max(xmin::text::bigint) from users");
        new Crew(people, database, "constant")
                .carryThrough(
                        Crew.example("postgresql/constant-default.yaml"),
                        List.of("Every release writes locales such as en or pt-BR"));
        assertThat(database.ask("select count(*) from users where locale = 'en'"))
                .isEqualTo("20000");
        assertThat(database.ask("select relfilenode from pg_class where relname = 'users'"))
                .isEqualTo(file);
        assertThat(database.ask("select max(xmin::text::bigint) from users")).isEqualTo(newest);
    }
}

package dev.lockkeeper.target.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.lint.Facts;
import dev.lockkeeper.lint.LintFinding;
import dev.lockkeeper.lint.PostgresLinted;
import dev.lockkeeper.lint.sql.ObjectName;
import dev.lockkeeper.plan.PlanReader;
import dev.lockkeeper.target.Resolved;
import dev.lockkeeper.testing.Databases;
import dev.lockkeeper.testing.Databases.Database;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The plans that lint offers are ones that a real server takes. */
class OfferedPlansTest {

    private static final Facts FACTS = new Facts(
            new Facts.Version(14, 10, 0),
            false,
            true,
            Map.of(
                    ObjectName.of("users"),
                    new Facts.Table(
                            2_000_000L,
                            500_000_000,
                            3.0,
                            Map.of(
                                    "id", "bigint",
                                    "name", "character varying(100)",
                                    "Email", "text",
                                    "age", "integer",
                                    "order", "integer",
                                    "org_id", "bigint"),
                            List.of("id", "name"),
                            List.of("users_pkey", "users_age_idx"),
                            Map.of())),
            null,
            null);

    private static Database database;

    @BeforeAll
    static void tables() {
        database = Databases.fresh("offered")
                .run(
                        "create table orgs (id bigint primary key)",
                        "create table users (id bigint primary key, name varchar(100) not null, \"Email\" text, age"
                                + " int, \"order\" int, org_id bigint)",
                        "create index users_age_idx on users (age)",
                        "create table logs (at timestamptz, line text, number bigint)",
                        "insert into users select i, 'n' || i, 'e' || i, i, i, null from generate_series(1, 20) i");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alter table users add column token uuid not null default gen_random_uuid()",
                "alter table users add column nick text not null",
                "alter table users add column low text generated always as (lower(\"Email\")) stored",
                "alter table users alter column \"Email\" set not null",
                "alter table users alter column age type bigint",
                "alter table users alter column \"order\" type text using \"order\"::text || ':x'",
                "alter table users rename column name to \"full: name # 'it''s'\"",
                "alter table users drop column age",
                "alter table users add constraint adult check (age >= 0 and name <> 'a: b # c')",
                "alter table users add constraint mail_key unique (\"Email\", org_id)",
                "alter table logs add primary key (number)",
                "alter table users add constraint users_org_fk foreign key (org_id) references orgs (id) on delete set"
                        + " null",
                "alter table users add column boss bigint references users",
                "create index on users (lower(\"Email\") desc) where \"Email\" <> 'x: # y'",
                "create unique index users_email on users using btree (\"Email\")",
                "drop index users_age_idx",
                "update users set age = \"order\" * 2, name = 'x' where age is null or age < 3"
            })
    void aRealServerResolvesThem(String sql) {
        List<String> plans = PostgresLinted.script(sql, FACTS).stream()
                .map(LintFinding::plan)
                .filter(Objects::nonNull)
                .toList();

        assertThat(plans).hasSize(1);
        try (PostgresSession session = Given.open(database)) {
            Resolved resolved = session.resolve(PlanReader.read(plans.getFirst()));
            assertThat(resolved.phases()).isNotEmpty().allSatisfy(phase -> assertThat(phase.steps())
                    .isNotEmpty());
        }
    }
}

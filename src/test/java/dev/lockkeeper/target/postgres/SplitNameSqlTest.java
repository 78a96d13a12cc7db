package dev.lockkeeper.target.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.plan.Plan;
import dev.lockkeeper.target.PhaseSql;
import dev.lockkeeper.target.Resolved;
import dev.lockkeeper.target.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The main example from its first statement to its last and back. */
class SplitNameSqlTest {

    private static final Plan PLAN = Trial.phases(
            List.of("expand", "backfill", "verify", "contract"),
            List.of(
                    List.of(
                            "addColumn: {table: users, column: first_name, type: varchar(100)}",
                            "addColumn: {table: users, column: last_name, type: varchar(100)}",
                            """
                            keepInSync:
                              table: users
                              set:
                                first_name: split_part(name, ' ', 1)
                                last_name: coalesce(nullif(substring(name from position(' ' in name) + 1), ''), split_part(name, ' ', 1))
                              reverse:
                                name: first_name || ' ' || last_name
                            """,
                            "createIndex: {name: users_last_name_idx, table: users, columns: [last_name], where: last_name is not null}"),
                    List.of("backfill: {table: users, set: sync, clear: true}"),
                    List.of(
                            "verify: {table: users, same: sync}",
                            "assert: {query: select count(*) from users where first_name is null, expect: 0}",
                            "rowCount: {table: users}"),
                    List.of(
                            "setNotNull: {table: users, columns: [first_name, last_name]}",
                            "stopSync: {table: users}",
                            "dropColumn: {table: users, column: name, keepFor: 7d}")));

    private final Trial trial = new Trial(
            "create table users (id bigint primary key, name text not null, email text unique)",
            "insert into users select i, 'First' || i || ' Last' || i, i || '@x' from generate_series(1, 50) i");

    @AfterEach
    void close() throws Exception {
        trial.close();
    }

    @Test
    void readsLikeSqlThatAPersonWouldWrite() {
        Resolved sql = trial.resolve(PLAN);
        assertThat(texts(sql.phase("expand")))
                .contains(
                        "alter table public.users add column first_name varchar(100)",
                        "create index concurrently users_last_name_idx on public.users using btree (last_name) where (last_name is not null)");
        assertThat(texts(sql.phase("backfill")))
                .containsExactly(
                        """
                        update public.users
                        set first_name = (split_part(name, ' ', 1)),
                            last_name = (coalesce(nullif(substring(name from position(' ' in name) + 1), ''), split_part(name, ' ', 1)))
                        where id > $1::bigint and id <= $2::bigint
                          and (first_name, last_name) is distinct from ((split_part(name, ' ', 1))::character varying, (coalesce(nullif(substring(name from position(' ' in name) + 1), ''), split_part(name, ' ', 1)))::character varying)""");
        assertThat(texts(sql.phase("contract")))
                .startsWith(
                        "alter table public.users add constraint users_first_name_lk_not_null check (first_name is not null) not valid",
                        "alter table public.users validate constraint users_first_name_lk_not_null",
                        "alter table public.users alter column first_name set not null",
                        "alter table public.users drop constraint users_first_name_lk_not_null")
                .contains(
                        "drop trigger zz_lockkeeper_try_it on public.users",
                        "drop function lockkeeper.sync_try_it_users()");
        assertThat(sql.phase("contract").steps().getLast().later())
                .extracting(Statement::sql)
                .containsExactly("alter table public.users drop column name__dropped");
    }

    @Test
    void isTheSameTextBeforeDuringAndAfterTheRunAndAfterTheWayBack() {
        Resolved before = trial.resolve(PLAN);
        for (String phase : List.of("expand", "backfill", "verify", "contract")) {
            for (var step : before.phase(phase).steps()) {
                for (Statement statement : step.forward()) {
                    if (statement.doneWhen() != null) {
                        trial.ddl.execute(statement, Trial.BUDGET, null, null);
                        assertThat(trial.resolve(PLAN).equals(before))
                                .as("after " + statement.sql())
                                .isTrue();
                    } else if (phase.equals("backfill")) {
                        trial.database.run(
                                "set lockkeeper.engine = 'on'; update users set first_name = 'x', last_name = 'y'");
                    }
                }
            }
        }
        assertThat(trial.resolve(PLAN).digests()).isEqualTo(before.digests());
        trial.back(PLAN);
        assertThat(trial.resolve(PLAN).equals(before)).isTrue();
        assertThat(trial.ask("select string_agg(attname, ',' order by attnum) from pg_attribute"
                        + " where attrelid = 'users'::regclass and attnum > 0 and not attisdropped"))
                .isEqualTo("id,name,email");
    }

    @Test
    void aSecondTimeDoesNothing() {
        Plan expand = Trial.expandOf(PLAN);
        assertThat(trial.forward(expand)).hasSize(5);
        assertThat(trial.forward(expand)).isEmpty();
        assertThat(trial.back(expand)).hasSize(5);
        assertThat(trial.back(expand)).isEmpty();
    }

    @Test
    void isTheSameAfterTheRetentionIsOver() {
        Resolved before = trial.resolve(PLAN);
        trial.forward(PLAN);
        Statement later = before.phase("contract").steps().getLast().later().getFirst();
        trial.ddl.execute(later, Trial.BUDGET, null, null);
        assertThat(trial.ddl.holds(String.valueOf(later.doneWhen()))).isTrue();
        assertThat(trial.resolve(PLAN).equals(before)).isTrue();
    }

    @Test
    void leavesNothingBehindWhenItIsOnlyLookedAt() {
        String objects = "select count(*) from pg_class";
        String before = trial.ask(objects);
        trial.resolve(PLAN);
        assertThat(trial.ask(objects)).isEqualTo(before);
    }

    private static List<String> texts(PhaseSql phase) {
        return phase.steps().stream()
                .flatMap(step -> step.forward().stream())
                .map(Statement::sql)
                .toList();
    }
}

package dev.lockkeeper.target.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IndexStepsTest {

    private static final String UNIQUE =
            "createIndex: {name: users_email, table: users, columns: [lower(email)], unique: true}";

    private final Trial trial = new Trial(
            "create table users (id bigint primary key, email text, at timestamptz)",
            "insert into users values (1, 'a@x'), (2, 'A@x'), (3, 'b@x')");

    @AfterEach
    void close() throws Exception {
        trial.close();
    }

    @Test
    void buildsAndDropsAndBuildsAgain() {
        String step = "createIndex: {name: users_at, table: users, columns: [at desc, id], where: at is not null}";
        assertThat(trial.forward(step))
                .containsExactly(
                        "create index concurrently users_at on public.users using btree (at desc, id) where (at is not null)");
        assertThat(trial.forward(step)).isEmpty();
        assertThat(trial.conflict(step)).isEmpty();
        assertThat(trial.back(step)).containsExactly("drop index concurrently public.users_at");
        assertThat(trial.back(step)).isEmpty();
        assertThat(trial.forward(step)).hasSize(1);
    }

    @Test
    void leavesNoInvalidIndexAndBuildsAgainOverOne() {
        assertThatExceptionOfType(Failure.class)
                .isThrownBy(() -> trial.forward(UNIQUE))
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(Code.STATEMENT_FAILED));
        assertThat(trial.ask("select to_regclass('users_email') is null")).isEqualTo("t");
        // What a server that died in the middle leaves behind.
        try {
            trial.database.run("create unique index concurrently users_email on users (lower(email))");
        } catch (IllegalStateException expected) {
            assertThat(trial.ask("select indisvalid from pg_index where indexrelid = 'users_email'::regclass"))
                    .isEqualTo("f");
        }
        assertThat(trial.conflict(UNIQUE)).isEmpty();
        trial.database.run("delete from users where id = 2");
        assertThat(trial.forward(UNIQUE)).hasSize(1);
        assertThat(trial.ask("select indisvalid from pg_index where indexrelid = 'users_email'::regclass"))
                .isEqualTo("t");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create index users_at on users (at)",
                "create index users_at on users (at desc, id)",
                "create index users_at on users using brin (at, id)",
                "create unique index users_at on users (at, id) where at is not null",
                "create index users_at on users (at, id) where at > now() - interval '1 day' - interval '1 day'",
                "create table users_at (id int)",
                "create table other (id bigint, at timestamptz); create index users_at on other (at, id) where at is not null"
            })
    void tellsBothFormsOfAnIndexThatIsThereOtherwise(String there) {
        String step = "createIndex: {name: users_at, table: users, columns: [at, id], where: at is not null}";
        if (there.contains("now()")) {
            there = "create index users_at on users (at, id) where at > '2020-01-01+00'";
        }
        trial.database.run(there);
        assertThat(trial.conflict(step).orElseThrow())
                .startsWith("The name public.users_at is taken by ")
                .endsWith(
                        "the plan wants: create index concurrently users_at on public.users using btree (at, id) where (at is not null).");
    }

    @Test
    void takesTheSameIndexInOtherWordsForTheSame() {
        trial.database.run(
                "create index users_at on users using btree (at asc nulls last, lower(email)) where (at IS NOT NULL)");
        assertThat(
                        trial.conflict(
                                "createIndex: {name: users_at, table: users, columns: [at, 'lower( email )'], where: at is not null}"))
                .isEmpty();
    }

    @Test
    void recordsTheDefinitionBeforeTheDrop() {
        trial.database.run("create unique index users_up on users (upper(email), id desc) where id > 0");
        String step = "dropIndex: {name: users_up, table: users}";
        String text = trial.resolve(step).toString();
        assertThat(trial.forward(step)).hasSize(2).last().isEqualTo("drop index concurrently public.users_up");
        assertThat(trial.resolve(step).toString()).isEqualTo(text);
        assertThat(trial.forward(step)).isEmpty();
        assertThat(trial.back(step))
                .containsExactly(
                        "create unique index concurrently users_up ON public.users USING btree (upper(email), id DESC) WHERE (id > 0)");
        assertThat(trial.back(step)).isEmpty();
        assertThat(trial.forward(step)).containsExactly("drop index concurrently public.users_up");
    }

    @Test
    void dropsWhatTheSamePlanBuilt() {
        String build = "createIndex: {name: users_at, table: users, columns: [at]}";
        String drop = "dropIndex: {name: users_at, table: users}";
        assertThat(trial.forward(build, drop)).hasSize(2);
        assertThat(trial.back(build, drop)).hasSize(2);
    }
}

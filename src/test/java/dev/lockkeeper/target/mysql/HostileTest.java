package dev.lockkeeper.target.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.Failure;
import dev.lockkeeper.plan.Column;
import dev.lockkeeper.plan.Identifier;
import dev.lockkeeper.plan.Phase;
import dev.lockkeeper.plan.Plan;
import dev.lockkeeper.plan.Step;
import dev.lockkeeper.plan.StepOptions;
import dev.lockkeeper.plan.TableName;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A plan is looked at before anybody has approved it: nothing of it may do anything by then. */
class HostileTest {

    private final Trial trial = new Trial(
            "create table users (id int auto_increment primary key, name varchar(200), `next` int, target varchar(200))",
            "create table victim (id int primary key)",
            "insert into victim values (1)",
            "create function harm(x int) returns int deterministic modifies sql data begin delete from victim; return x; end",
            "create sequence counter");

    @AfterEach
    void close() throws SQLException {
        trial.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "harm(1)",
                "`harm`(1)",
                "harm (1)",
                "trial.harm(1)",
                "trial .harm(1)",
                "sleep(5)",
                "benchmark(100000000, md5('x'))",
                "get_lock('x', 10)",
                "load_file('/etc/passwd')",
                "nextval(counter)",
                "next value for counter",
                "setval(counter, 100)",
                "(select max(id) from victim)",
                "name in (select 1)",
                "1 into outfile '/tmp/x'",
                "@x := 1",
                "@@sql_mode",
                "1; delete from victim",
                "1) where false; delete from victim; -- ",
                "1 -- x",
                "1 # x",
                "1 /* x */",
                "1 /*! + harm(1) */",
                "1 /*M! + harm(1) */",
                "'open",
                "'\\'",
                "\"open",
                "`open",
                "1), (2",
                "1, name = 'x'",
                "users.name",
                "{fn now()}",
                "?",
                "",
                "name name",
                "nope",
                "values(name)",
                "default(name)",
                "substring (name, 1)",
                "sum(id)",
                "row(1, harm(1))",
                "name\u0000"
            })
    void nothingButOneExpressionOverTheRowIsTaken(String expression) {
        Plan plan = plan(new Step.Backfill(
                options(),
                users(),
                Map.of(new Identifier("target"), expression),
                false,
                Step.Guard.NONE,
                Step.ChunkSize.DEFAULT,
                1,
                Step.Throttle.NONE,
                false));
        assertThatThrownBy(() -> trial.resolve(plan)).isInstanceOf(Failure.class);
        assertThat(trial.ask("select count(*) from victim")).isEqualTo("1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "substring_index(name, ' ', 1)",
                "case when name like '%;--%' then \"a'b\" else 'it''s' end",
                "`next` + interval(1, 2) - -1",
                "convert(name using utf8mb4) collate utf8mb4_bin",
                "_utf8mb4'x'",
                "trim(both ' ' from name)",
                "cast(name as char(10))",
                "date_format(date '2020-01-01' + interval 1 day, '%Y')",
                "name rlike '^a' xor (`name` is not null)",
                "json_unquote(json_extract('{\"a\": 1}', '$.a'))",
                "'\\\\'",
                "1e3 + .5 + 0x1F + b'1'",
                "Name",
                "'ünï' 'code'"
            })
    void expressionsThatOnlyComputeAreTaken(String expression) {
        Plan plan = plan(new Step.Backfill(
                options(),
                users(),
                Map.of(new Identifier("target"), expression),
                false,
                Step.Guard.MISMATCH,
                Step.ChunkSize.DEFAULT,
                1,
                Step.Throttle.NONE,
                false));
        assertThatCode(() -> trial.resolve(plan)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "int, drop column name",
                "int default (harm(1))",
                "int generated always as (harm(id)) virtual",
                "int not null",
                "int; drop table victim",
                "int references victim(id)",
                "int check (harm(1))",
                "int unique",
                "int comment 'x' -- ",
                "int as (select 1)"
            })
    void aTypeIsAType(String type) {
        Plan plan = plan(
                new Step.AddColumn(options(), users(), new Column(new Identifier("c"), type, true, null, null, false)));
        assertThatThrownBy(() -> trial.resolve(plan)).isInstanceOf(Failure.class);
        assertThat(trial.ask("select count(*) from victim")).isEqualTo("1");
    }

    @Test
    void leavesNothingBehind() {
        trial.resolve("addColumn: {table: users, column: c, type: int}");
        assertThatThrownBy(() -> trial.resolve("addColumn: {table: users, column: c, type: nonsense}"))
                .isInstanceOf(Failure.class);
        assertThat(
                        trial.ask(
                                "select group_concat(table_name order by table_name) from information_schema.tables where table_schema = database() and table_type = 'BASE TABLE' and (table_name not like 'lockkeeper\\_%' or table_name like '%copy%')"))
                .isEqualTo("users,victim");
    }

    private static TableName users() {
        return TableName.of("users");
    }

    private static StepOptions options() {
        return Trial.plan("addColumn: {table: users, column: c, type: int}")
                .phases()
                .getFirst()
                .steps()
                .getFirst()
                .options();
    }

    private static Plan plan(Step step) {
        Plan plan = Trial.plan("addColumn: {table: users, column: c, type: int}");
        var phase = plan.phases().getFirst();
        return new Plan(
                plan.migration(),
                plan.title(),
                plan.engine(),
                plan.owner(),
                plan.strategy(),
                plan.requires(),
                plan.ticket(),
                plan.description(),
                List.of(new Phase(phase.name(), phase.gate(), List.of(step))));
    }
}

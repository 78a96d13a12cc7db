package dev.lockkeeper.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.plan.Plan;
import dev.lockkeeper.testing.MysqlDatabases;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The contract on MySQL or MariaDB, and what only they can do wrong. */
class MysqlContractTest {

    private static final ContractEngine ENGINE = new MysqlContractEngine(MysqlDatabases::fresh);

    @Nested
    class Writing extends WritersContract {
        Writing() {
            super(ENGINE);
        }
    }

    @Nested
    class Keys extends KeysContract {
        Keys() {
            super(ENGINE);
        }
    }

    @Nested
    class Ledgers extends LedgerContract {
        Ledgers() {
            super(ENGINE);
        }
    }

    @Nested
    class Statements extends DdlContract {
        Statements() {
            super(ENGINE);
        }
    }

    @Nested
    class Comparing extends ComparingContract {
        Comparing() {
            super(ENGINE);
        }
    }

    @Nested
    class OnlyHere extends DialectContract {
        OnlyHere() {
            super(ENGINE);
        }

        @Test
        @DisplayName("[34] a column that cannot be added instantly is added by writing the table anew, beside writers")
        void whatCannotBeInstantFallsBack() {
            ContractStage stage = stage(
                            "create table packed (id bigint primary key, name varchar(60)) row_format=compressed key_block_size=8")
                    .fill("packed (id, name)", 1000, i -> i + ", 'name " + i + "'");
            Plan plan = stage.plan("addColumn: {table: packed, column: level, type: int, default: '3'}");
            Statement add = stage.resolved(plan).getFirst().forward().getFirst();
            assertThat(add.sql()).contains("algorithm=instant");
            assertThat(add.fallback()).isNotNull();
            whileWriting(
                    stage,
                    n -> "update packed set name = 'written " + n + "' where id = " + n % 1000,
                    () -> stage.forward(plan));
            assertThat(stage.database.ask("select count(*) from packed where level = 3"))
                    .isEqualTo("1000");
            stage.back(plan);
            assertThat(stage.isDone(add)).isFalse();
        }

        @Test
        @DisplayName("what neither server can do beside writers is refused by name")
        void whatCannotBeDoneBesideWritersIsRefused() {
            ContractStage stage = stage("create table things (id bigint primary key, kind int)");
            Plan check = stage.plan("addCheck: {table: things, name: small, expression: kind < 100}");
            assertThatExceptionOfType(Failure.class)
                    .isThrownBy(() -> stage.resolved(check))
                    .matches(failure -> failure.code() == Code.UNSUPPORTED)
                    .withMessageContaining("addCheck");
            Plan marked = stage.plan(
                    "addColumn: {table: things, column: twice, type: bigint}",
                    "keepInSync: {table: things, set: {twice: kind * 2}}",
                    "backfill: {table: things, set: sync, guard: marker}");
            assertThat(marked.phases().getFirst().steps())
                    .filteredOn(
                            step -> engine.dialect().unsupported(marked, step).isPresent())
                    .singleElement()
                    .satisfies(step -> assertThat(engine.dialect().unsupported(marked, step))
                            .hasValueSatisfying(why -> assertThat(why).contains("guard: marker")));
        }
    }
}

package dev.lockkeeper.target;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.plan.Identifier;
import dev.lockkeeper.plan.Plan;
import dev.lockkeeper.plan.TableName;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The contract on PostgreSQL, and what only PostgreSQL can do wrong. */
class PostgresContractTest {

    private static final ContractEngine ENGINE = new PostgresContractEngine();

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

        private final TableName secret = new TableName(null, new Identifier("secret"));

        @Test
        @DisplayName("[11] row-level security that hides rows from the login is seen before the start")
        void hiddenRowsAreSeen() {
            ContractStage stage = stage(
                    "create table secret (id bigint primary key, n int)",
                    "alter table secret enable row level security");
            assertThat(stage.session.hidesRows(secret))
                    .as("a superuser sees all")
                    .isFalse();
            stage.database.run(
                    "drop role if exists contract_reader",
                    "create role contract_reader login",
                    "grant all on secret to contract_reader");
            try (TargetSession limited = engine.dialect()
                    .open(
                            new TargetAccess(
                                    new Target(
                                            1,
                                            "contract",
                                            engine.dialect().engine(),
                                            stage.database.url(),
                                            "contract_reader",
                                            null,
                                            "test",
                                            null,
                                            java.util.List.of(),
                                            java.util.List.of(),
                                            java.util.Map.of()),
                                    "any",
                                    "contract store"),
                            "lockkeeper run 7 phase")) {
                assertThat(limited.hidesRows(secret)).isTrue();
            }
            stage.database.run("drop owned by contract_reader", "drop role contract_reader");
        }

        @Test
        @DisplayName("[10] a disabled sync trigger is seen like a dropped one")
        void aDisabledTriggerIsNoticed() {
            ContractStage stage = stage("create table things (id bigint primary key, name text)");
            Plan plan = stage.plan(
                    "addColumn: {table: things, column: shown, type: text}",
                    "keepInSync: {table: things, set: {shown: upper(name)}}");
            stage.forward(plan);
            Statement last = stage.resolved(plan).get(1).forward().getLast();
            assertThat(stage.isDone(last)).isTrue();
            stage.database.run("alter table things disable trigger user");
            assertThat(stage.isDone(last)).isFalse();
            stage.database.run("alter table things enable trigger user");
            assertThat(stage.isDone(last)).isTrue();
        }

        @Test
        @DisplayName("[10] rows written past the trigger in replica mode are found by the comparison")
        void replicaModeIsFoundByTheComparison() {
            ContractStage stage = stage(
                    "create table things (id bigint primary key, name text)",
                    "insert into things select i, 'n' || i from generate_series(1, 100) i");
            Plan plan = stage.plan(
                    "addColumn: {table: things, column: shown, type: text}",
                    "keepInSync: {table: things, set: {shown: upper(name)}}",
                    "backfill: {table: things, set: sync}");
            stage.forward(plan);
            RowsWork work = stage.work(plan, 2);
            stage.walk(work, 30);
            stage.database.run(
                    "set session_replication_role = replica", "update things set name = 'past it' where id = 9");
            assertThat(stage.different(work)).isEqualTo(1);
        }
    }
}

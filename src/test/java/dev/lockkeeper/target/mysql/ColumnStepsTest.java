package dev.lockkeeper.target.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.Failure;
import dev.lockkeeper.target.StepSql;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ColumnStepsTest {

    private static final String ADD = "addColumn: {table: users, column: first_name, type: varchar(100)}";

    private final Trial trial = new Trial(
            "create table users (id bigint auto_increment primary key, name varchar(200) not null comment 'it''s', "
                    + "`order` int, born date default '2000-01-01', old_one varchar(10), key by_born (born))",
            "insert into users (name, `order`) values ('Ada Lovelace', 1), ('Grace Hopper', 2)");

    @AfterEach
    void close() throws SQLException {
        trial.close();
    }

    @Test
    void addsInstantlyAndDropsInstantly() {
        assertThat(trial.forward(ADD))
                .singleElement()
                .asString()
                .endsWith("`users` add column `first_name` varchar(100), algorithm=instant");
        assertThat(trial.forward(ADD)).as("already there").isEmpty();
        assertThat(trial.back(ADD)).singleElement().asString().endsWith("drop column `first_name`, algorithm=instant");
        assertThat(trial.back(ADD)).isEmpty();
    }

    @Test
    void saysWhatIsSentWhereInstantIsNotPossible() {
        StepSql step = trial.resolve(ADD);
        assertThat(step.forward().getFirst().fallback()).endsWith("varchar(100), algorithm=inplace, lock=none");
        assertThat(step.notes())
                .anyMatch(note -> note.endsWith(step.forward().getFirst().fallback()));
    }

    @Test
    void fallsBackToInPlaceOnATableThatKnowsNothingInstant() {
        trial.run("create table small (id int primary key, x int) row_format=compressed");
        trial.forward("addColumn: {table: small, column: y, type: int}");
        assertThat(
                        trial.ask(
                                "select count(*) from information_schema.columns where table_schema = database() and table_name = 'small'"))
                .isEqualTo("3");
    }

    @Test
    void takesDefaultsOfEveryForm() {
        for (String standard : new String[] {"5", "'it''s'", "current_timestamp(3)", "true", "-1.5"}) {
            String type = standard.startsWith("'")
                    ? "varchar(10)"
                    : standard.startsWith("c") ? "datetime(3)" : "decimal(5,2)";
            String step = "addColumn: {table: users, column: c, type: '" + type + "', nullable: false, default: \""
                    + standard + "\"}";
            trial.forward(step);
            assertThat(trial.conflict(step)).as(standard).isEmpty();
            trial.back(step);
        }
    }

    @Test
    void refusesWhatOnlyACopyCanDo() {
        assertRefused("addColumn: {table: users, column: c, type: varchar(36), default: uuid()}", "online copy");
        assertRefused(
                "addColumn: {table: users, column: c, type: int generated always as (id + 1) stored}", "online copy");
        assertRefused("addColumn: {table: users, column: c, type: bigint auto_increment}", "online copy");
        assertRefused("addCheck: {table: users, name: c, expression: born is not null}", "algorithm=copy");
        trial.run("alter table users add fulltext index words (name)");
        assertRefused(ADD, "fulltext index");
    }

    @Test
    void addsAVirtualColumnAndACheckAndAUniqueIndex() {
        trial.forward(
                "addColumn: {table: users, column: loud, type: varchar(200) generated always as (upper(name)) virtual}",
                "addColumn: {table: users, column: age, type: int, check: age > 0, unique: true}");
        assertThat(trial.ask("select loud from users where id = 1")).isEqualTo("ADA LOVELACE");
        assertThatThrownBy(() -> trial.run("update users set age = -1 where id = 1"))
                .hasStackTraceContaining("age");
        assertThatThrownBy(() -> trial.run("update users set age = 3")).hasStackTraceContaining("Duplicate");
    }

    @Test
    void refusesNotNullWithoutAValueForTheRowsThatAreThere() {
        assertRefused("addColumn: {table: users, column: c, type: int, nullable: false}", "silently fill");
    }

    @Test
    void saysWhatIsThereInAnotherForm() {
        trial.run("alter table users add column first_name varchar(50)");
        assertThat(trial.conflict(ADD).orElseThrow()).contains("is there as: varchar(50)", "varchar(100)");
    }

    @Test
    void seesTheDefaultAndTheCollationThatDiffer() {
        trial.run("alter table users add column c varchar(10) default 'b'");
        assertThat(trial.conflict("addColumn: {table: users, column: c, type: varchar(10), default: \"'B'\"}"))
                .isPresent();
        assertThat(trial.conflict("addColumn: {table: users, column: c, type: varchar(10) collate utf8mb4_bin}"))
                .isPresent();
        assertThat(trial.conflict("addColumn: {table: users, column: c, type: varchar(10), default: \"'b'\"}"))
                .isEmpty();
    }

    @Test
    void keepsADroppedColumnUnderAnotherName() {
        String drop = "dropColumn: {table: users, column: name, keepFor: 7d}";
        assertThat(trial.forward(drop))
                .hasSize(3)
                .last()
                .asString()
                .endsWith("rename column `name` to `name__dropped`, algorithm=instant");
        trial.run("insert into users (`order`) values (3)");
        assertThat(trial.resolve(drop).later().getFirst().sql())
                .endsWith("drop column `name__dropped`, algorithm=instant");
        trial.back(drop);
        assertThat(trial.ask("select name from users where id = 1")).isEqualTo("Ada Lovelace");
        assertThat(
                        trial.ask(
                                "select column_comment from information_schema.columns where table_schema = database() and table_name = 'users' and column_name = 'name'"))
                .isEqualTo("it's");
    }

    @Test
    void dropsAtOnceWithoutAWayBack() {
        String drop = "dropColumn: {table: users, column: order}";
        assertThat(trial.resolve(drop).irreversible()).contains("gone");
        trial.forward(drop);
        assertThat(trial.forward(drop)).isEmpty();
    }

    @Test
    void refusesToDropWhatOthersNeed() {
        assertRefused("dropColumn: {table: users, column: born}", "KEY `by_born`");
        trial.run(
                "create trigger t before insert on users for each row set new.old_one = 'x'",
                "create view seen as select `order` from users");
        assertRefused("dropColumn: {table: users, column: old_one}", "trigger 't' names the column");
        assertRefused("dropColumn: {table: users, column: order}", "view");
    }

    @Test
    void dropsAnIndexedColumnOnceItsIndexIsDropped() {
        trial.forward("dropIndex: {name: by_born, table: users}", "dropColumn: {table: users, column: born}");
        assertThat(
                        trial.ask(
                                "select count(*) from information_schema.columns where table_schema = database() and column_name = 'born'"))
                .isEqualTo("0");
    }

    @Test
    void createsATableAndChangesItInTheSamePlan() {
        String[] steps = {
            "createTable: {table: orders, columns: [{name: id, type: bigint auto_increment, primaryKey: true}, {name: note, type: text}, {name: at, type: timestamp(3), nullable: false, default: current_timestamp(3)}]}",
            "addColumn: {table: orders, column: total, type: 'decimal(10,2)', nullable: false}",
            "createIndex: {name: by_total, table: orders, columns: [total desc]}"
        };
        trial.forward(steps);
        assertThat(
                        trial.ask(
                                "select engine from information_schema.tables where table_schema = database() and table_name = 'orders'"))
                .isEqualTo("InnoDB");
        assertThat(trial.forward(steps)).isEmpty();
        trial.back(steps);
        assertThat(
                        trial.ask(
                                "select count(*) from information_schema.tables where table_schema = database() and table_name = 'orders'"))
                .isEqualTo("0");
    }

    @Test
    void saysOfATableThatIsThereWhatDiffers() {
        assertThat(trial.conflict(
                                "createTable: {table: users, columns: [{name: id, type: int, primaryKey: true}, {name: email, type: text}]}")
                        .orElseThrow())
                .contains("email text (there: no such column)", "id int(11) (there: bigint(20) not null)");
    }

    private void assertRefused(String step, String why) {
        assertThatThrownBy(() -> trial.resolve(step))
                .isInstanceOf(Failure.class)
                .hasMessageContaining(why);
    }
}

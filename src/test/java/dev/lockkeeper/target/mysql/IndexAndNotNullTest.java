package dev.lockkeeper.target.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.Failure;
import dev.lockkeeper.target.StepSql;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IndexAndNotNullTest {

    private static final String INDEX =
            "createIndex: {name: by_name, table: people, columns: ['name(10)', 'born desc']}";
    private static final String REQUIRED = "setNotNull: {table: people, columns: [name, kind]}";

    private final Trial trial = new Trial(
            "create table people (id int auto_increment primary key, name varchar(200) character set latin1 collate latin1_bin default 'it''s' comment 'a, b (not null)',"
                    + " born date, kind enum('a','not null') default 'a', at timestamp null default null on update current_timestamp,"
                    + " key there_already (born, id) comment 'kept')",
            "insert into people (name) values ('x')");

    @AfterEach
    void close() throws SQLException {
        trial.close();
    }

    @Test
    void buildsAndDropsBesideWriters() {
        assertThat(trial.forward(INDEX)).singleElement().asString().endsWith(", algorithm=inplace, lock=none");
        assertThat(trial.forward(INDEX)).isEmpty();
        assertThat(trial.back(INDEX))
                .singleElement()
                .asString()
                .endsWith("drop index `by_name`, algorithm=inplace, lock=none");
    }

    @Test
    void knowsAnIndexOfThatNameOverOtherColumns() {
        trial.run("create index by_name on people (name)");
        assertThat(trial.conflict(INDEX).orElseThrow()).contains("is there over: name");
    }

    @Test
    void rebuildsADroppedIndexFromItsRecordedDefinition() {
        String drop = "dropIndex: {name: there_already, table: people}";
        trial.forward(drop);
        trial.back(drop);
        assertThat(
                        trial.ask(
                                "select group_concat(column_name order by seq_in_index) from information_schema.statistics"
                                        + " where table_schema = database() and index_name = 'there_already' and index_comment = 'kept'"))
                .isEqualTo("born,id");
    }

    @Test
    void refusesIndexesThatNeitherServerHas() {
        assertRefused("createIndex: {name: i, table: people, columns: [name], where: id > 3}", "partial");
        assertRefused("createIndex: {name: i, table: people, columns: [name], method: fulltext}", "fulltext");
        assertRefused("createIndex: {name: i, table: people, columns: ['name) , (born']}", "neither a column");
        assertRefused("dropIndex: {name: nope, table: people}", "has no index");
    }

    @Test
    void requiresAValueAndKeepsTheWholeDefinition() {
        StepSql step = trial.resolve(REQUIRED);
        assertThat(step.forward().getFirst().sql())
                .contains("not null DEFAULT", "COMMENT 'a, b (not null)'")
                .endsWith("algorithm=inplace, lock=none");
        trial.forward(REQUIRED);
        assertThat(
                        trial.ask(
                                "select concat(is_nullable, ' ', column_default, ' ', collation_name, ' ', column_comment)"
                                        + " from information_schema.columns where table_schema = database() and table_name = 'people' and column_name = 'name'"))
                .isEqualTo("NO 'it''s' latin1_bin a, b (not null)");
        trial.back(REQUIRED);
        assertThat(trial.ask("select concat(is_nullable, ' ', column_type) from information_schema.columns"
                        + " where table_schema = database() and table_name = 'people' and column_name = 'kind'"))
                .isEqualTo("YES enum('a','not null')");
    }

    @Test
    void changesNothingWhenARowHasNone() {
        trial.run("update people set kind = null");
        assertThatThrownBy(() -> trial.forward("setNotNull: {table: people, columns: [kind]}"))
                .isInstanceOf(Failure.class);
        assertThat(
                        trial.ask(
                                "select is_nullable from information_schema.columns where table_schema = database() and table_name = 'people' and column_name = 'kind'"))
                .isEqualTo("YES");
    }

    @Test
    void refusesWhatMariaDbOnlyCopies() {
        assertRefused("setNotNull: {table: people, columns: [at]}", "online copy");
        trial.run("alter table people add column twice int generated always as (char_length(name)) stored");
        assertRefused(REQUIRED, "generated columns");
    }

    private void assertRefused(String step, String why) {
        assertThatThrownBy(() -> trial.resolve(step))
                .isInstanceOf(Failure.class)
                .hasMessageContaining(why);
    }
}

package dev.lockkeeper.target.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.Failure;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SyncStepsTest {

    private static final String FIRST = "addColumn: {table: users, column: first_name, type: varchar(100)}";
    private static final String LAST = "addColumn: {table: users, column: last_name, type: varchar(100)}";
    private static final String ONE_WAY =
            """
            keepInSync:
              table: users
              set: {first_name: "substring_index(name, ' ', 1)", last_name: "concat(`order`, `a``b`, '`name`')"}
            """;
    private static final String BOTH =
            """
            keepInSync:
              table: users
              set: {first_name: "substring_index(name, ' ', 1)", last_name: "substring_index(name, ' ', -1)"}
              reverse: {name: "concat(first_name, ' ', last_name)"}
            """;

    private final Trial trial = new Trial(
            "create table users (id int auto_increment primary key, name varchar(200) not null, `order` int not null default 7, `a``b` varchar(10))",
            "insert into users (name) values ('Not Filled')",
            "create trigger theirs before insert on users for each row set new.name = trim(new.name)");

    @AfterEach
    void close() throws SQLException {
        trial.close();
    }

    @Test
    void computesAfterTheTriggersThatAreThere() {
        trial.forward(FIRST, LAST, ONE_WAY);
        trial.run("insert into users (name, `a``b`) values ('  Ada Lovelace', 'x')");
        assertThat(row(2)).isEqualTo("Ada Lovelace/Ada/7x`name`");
        trial.run("update users set name = 'Grace Hopper' where id = 2");
        assertThat(row(2)).isEqualTo("Grace Hopper/Grace/7x`name`");
        assertThat(trial.forward(FIRST, LAST, ONE_WAY)).isEmpty();
        trial.back(FIRST, LAST, ONE_WAY);
        assertThat(trial.ask("select count(*) from information_schema.triggers where trigger_schema = database()"))
                .isEqualTo("1");
    }

    @Test
    void doesNotFireForTheEngine() {
        trial.forward(FIRST, LAST, ONE_WAY);
        trial.run("set @lockkeeper_engine = 1", "update users set name = 'X Y' where id = 1");
        assertThat(row(1)).isEqualTo("X Y/-/-");
    }

    @Test
    void letsTheSideThatWasWrittenWin() {
        trial.forward(FIRST, LAST, BOTH);
        trial.run("insert into users (first_name, last_name) values ('Ada', 'Lovelace')");
        assertThat(row(2)).isEqualTo("Ada Lovelace/Ada/Lovelace");
        trial.run("update users set last_name = 'Byron' where id = 2");
        assertThat(row(2)).isEqualTo("Ada Byron/Ada/Byron");
        trial.run("update users set name = 'Grace Hopper' where id = 2");
        assertThat(row(2)).isEqualTo("Grace Hopper/Grace/Hopper");
        trial.run("update users set name = 'A B', first_name = 'Z' where id = 2");
        assertThat(row(2)).as("the old side wins").isEqualTo("A B/A/B");
        trial.run("update users set name = 'a B' where id = 2");
        assertThat(row(2)).as("case matters").isEqualTo("a B/a/B");
    }

    @Test
    void fillsARowThatWasNotFilledBeforeItComputesTheOldColumn() {
        trial.forward(FIRST, LAST, BOTH);
        trial.run("update users set last_name = 'Yet' where id = 1");
        assertThat(row(1)).isEqualTo("Not Yet/Not/Yet");
    }

    @Test
    void stopsAndStartsAgain() {
        String[] steps = {FIRST, LAST, BOTH, "stopSync: {table: users}"};
        trial.forward(FIRST, LAST, BOTH);
        assertThat(trial.resolve(steps).forward()).hasSize(2).allMatch(drop -> drop.sql()
                .startsWith("drop trigger"));
    }

    @Test
    void saysWhenATriggerOfThatNameIsAnother() {
        trial.run(
                "create trigger lockkeeper_try_it_users_insert before insert on users for each row set new.`order` = 1");
        assertThat(trial.conflict(FIRST, LAST, BOTH).orElseThrow())
                .contains("is there as: BEFORE INSERT on users set new.`order` = 1");
    }

    @Test
    void refusesWhatATriggerCannotSee() {
        assertThatThrownBy(() -> trial.resolve(FIRST, "keepInSync: {table: users, set: {first_name: 'concat(id)'}}"))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("auto_increment");
        assertThatThrownBy(() -> trial.resolve(FIRST, "keepInSync: {table: users, set: {first_name: 'uuid()'}}"))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("another value each time");
        assertThatThrownBy(() ->
                        trial.resolve(FIRST, "keepInSync: {table: users, set: {first_name: 'from_unixtime(`order`)'}}"))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("settings of the session");
    }

    @Test
    void takesColumnsOfEveryType() {
        trial.run(
                "create table wide (id int primary key, e enum('a','b'), st set('x','y'), j json, b bit(3), g point, y year, t time(3), bl blob,"
                        + " de decimal(10,2) unsigned, lt longtext character set latin1, ts timestamp(6) null, uu uuid, `select` int, target text)");
        String sync =
                "keepInSync: {table: wide, set: {target: \"concat_ws(',', e, st, json_value(j, '$.a'), b + 0, st_x(g), y, t, hex(bl), de, lt, ts, uu, `select`)\"}}";
        trial.forward(sync);
        trial.run(
                "insert into wide (id, e, st, j, b, g, y, t, bl, de, lt, `select`) values (1, 'a', 'x,y', '{\"a\": 1}', 5, point(1, 2), 2020, '10:00', x'00ff', 1.5, 'lat', 9)");
        assertThat(trial.ask("select target from wide")).isEqualTo("a,x,y,1,5,1,2020,10:00:00.000,00FF,1.50,lat,9");
    }

    private String row(int id) {
        return trial.ask(
                "select concat(name, '/', coalesce(first_name, '-'), '/', coalesce(last_name, '-')) from users where id = "
                        + id);
    }
}

package dev.lockkeeper.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlanFindingsTest {

    @Test
    void comeAllAtOnceInTheOrderOfTheText() {
        String yaml =
                """
                migration: Split Name
                titel: Split
                engine: postgres
                phases:
                  - phase: expand
                    steps:
                      - addColumn: {table: users, type: text, nulable: true}
                      - addColum: {table: users, column: a, type: text}
                      - backfill:
                          table: users
                          set: sync
                          lanes: {max: 17}
                  - phase: expand
                    gate: {soak: 48}
                    steps: []
                """;
        assertThat(PlanFiles.findings(yaml))
                .containsExactly(
                        "1:12 migration: 'migration' must be 3 to 80 characters of a-z, 0-9 and '-' between them; it is 'Split Name'",
                        "2:1 titel: a migration file has no key 'titel'; did you mean 'title'?",
                        "3:9 engine: 'engine' must be one of postgresql, mysql, sqlite, mongodb, redis, dynamodb, not 'postgres'",
                        "7:20 phases[0].steps[0].addColumn: addColumn needs 'column'",
                        "7:47 phases[0].steps[0].addColumn.nulable: addColumn has no key 'nulable'; did you mean 'nullable'?",
                        "8:9 phases[0].steps[1].addColum: there is no step 'addColum'; did you mean 'addColumn'?",
                        "12:24 phases[0].steps[2].backfill.lanes.max: 'max' must be a whole number from 1 to 16; it is '17'",
                        "13:5 phases[1]: there are two phases 'expand'",
                        "14:18 phases[1].gate.soak: 'soak' must be a duration such as 250ms, 5s, 10m, 48h or 7d (at most 3650d);"
                                + " it has no unit: write 48s or 48m",
                        "15:12 phases[1].steps: 'steps' is an empty list");
        assertThatThrownBy(() -> PlanReader.read(yaml)).isInstanceOfSatisfying(Failure.class, failure -> {
            assertThat(failure.code()).isEqualTo(Code.INVALID_PLAN);
            assertThat(failure).hasMessage("The migration file has 10 errors; nothing was stored.");
        });
    }

    @Test
    void areCountedInTheSingularToo() {
        assertThatThrownBy(() -> PlanReader.read(PlanFiles.withSteps("- wait: {}")))
                .hasMessage("The migration file has 1 error; nothing was stored.");
    }

    @Test
    void nameWhatIsMissing() {
        assertThat(PlanFiles.findings("{}"))
                .containsExactly(
                        "1:1 : a migration file needs 'migration'",
                        "1:1 : a migration file needs 'engine'",
                        "1:1 : a migration file needs 'phases'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dropTable",
                "renameColumn",
                "changeType",
                "addForeignKey",
                "addUnique",
                "dropConstraint",
                "dropNotNull",
                "copyTable",
                "alterTable",
                "compare",
                "http",
                "script"
            })
    void refuseByNameWhatComesLater(String kind) {
        assertThat(PlanFiles.findings(PlanFiles.withSteps("- " + kind + ": {anything: [at, all]}")))
                .singleElement()
                .asString()
                .startsWith("6:9 phases[0].steps[0]." + kind + ": '" + kind + "' is not supported yet; ");
    }

    @Test
    void offerTheExpandContractPlanForARename() {
        assertThat(PlanFiles.findings(PlanFiles.withSteps("- renameColumn: {table: t, from: a, to: b}")))
                .singleElement()
                .asString()
                .contains("outside the strategy 'direct' an expand-contract plan is the way");
    }

    @ParameterizedTest
    @ValueSource(strings = {"shadow", "blue-green"})
    void refuseStrategiesThatComeLater(String strategy) {
        assertThat(PlanFiles.findings("strategy: " + strategy + "\n" + PlanFiles.withSteps("- wait: {for: 1s}")))
                .containsExactly(
                        "1:11 strategy: 'strategy: " + strategy + "' is not supported yet; use expand-contract");
    }

    /** Each element of the list is one step; the finding is in the first line of the steps unless it says otherwise. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = STEPS)
    void nameThePlaceInAStep(String step, String finding) {
        assertThat(PlanFiles.findings(PlanFiles.withSteps(step))).containsExactly(finding);
    }

    private static final String STEPS =
            """
            - {}                                                    | 6:9 phases[0].steps[0]: a step has exactly one key, its kind; what belongs to it is indented below the kind
            - {addColumn: , table: t}                               | 6:9 phases[0].steps[0]: a step has exactly one key, its kind; what belongs to it is indented below the kind
            - addColumn                                             | 6:9 phases[0].steps[0]: a step must be a map of keys and values
            - addColumn:                                            | 6:19 phases[0].steps[0].addColumn: addColumn must be a map of keys and values
            - stopSync: {table: t, table: t}                        | 6:30 phases[0].steps[0].stopSync.table: 'table' is there twice
            - setNotNull: {table: t, columns: a}                    | 6:41 phases[0].steps[0].setNotNull.columns: 'columns' must be a list
            - setNotNull: {table: t, columns: []}                   | 6:41 phases[0].steps[0].setNotNull.columns: 'columns' is an empty list
            - setNotNull: {table: t, columns: [a, b, a]}            | 6:48 phases[0].steps[0].setNotNull.columns[2]: 'a' is there twice
            - setNotNull: {table: , columns: [a]}                   | 6:28 phases[0].steps[0].setNotNull.table: 'table' has no value; leave it out or fill it in
            - setNotNull: {table: [t], columns: [a]}                | 6:29 phases[0].steps[0].setNotNull.table: 'table' must be a single value, not a list or a map
            - setNotNull: {table: 7, columns: [a]}                  | 6:29 phases[0].steps[0].setNotNull.table: 'table' must be text; write it in quotes: "7"
            - setNotNull: {table: a.b.c, columns: [a]}              | 6:29 phases[0].steps[0].setNotNull.table: 'table' must be 'table' or 'schema.table'; it is 'a.b.c'
            - setNotNull: {table: a., columns: [a]}                 | 6:29 phases[0].steps[0].setNotNull.table: 'table': a name has 1 to 63 bytes and no NUL: ''
            - dropColumn: {table: t, column: !!str c}               | 6:40 phases[0].steps[0].dropColumn.column: 'column' has the tag tag:yaml.org,2002:str; tags are not supported, quotes make a value text
            - dropColumn: {table: t, column: c, keepFor: 0s}        | 6:52 phases[0].steps[0].dropColumn.keepFor: 'keepFor' must be longer than nothing
            - dropColumn: {table: t, column: c, keepFor: 9999d}     | 6:52 phases[0].steps[0].dropColumn.keepFor: 'keepFor' must be a duration such as 250ms, 5s, 10m, 48h or 7d (at most 3650d); it is '9999d'
            - addColumn: {table: t, column: c, type: int, default: ''} | 6:62 phases[0].steps[0].addColumn.default: 'default' is empty; the empty string of SQL is written "''"
            - addColumn: {table: t, column: c, type: int, unique: yes} | 6:61 phases[0].steps[0].addColumn.unique: 'unique' must be true or false; it is 'yes'
            - createTable: {table: t, columns: [{name: a, type: int}], primaryKey: [b]} | 6:22 phases[0].steps[0].createTable: the primary key names 'b', which is not among the columns
            - createTable: {table: t, columns: [{name: a, type: int, primaryKey: true}], primaryKey: [a]} | 6:22 phases[0].steps[0].createTable: the primary key is written twice; use 'primaryKey' of the table or of its columns
            - createTable: {table: t, columns: [{name: a, type: int, nullable: true}], primaryKey: [a]} | 6:43 phases[0].steps[0].createTable.columns[0]: 'a' belongs to the primary key and cannot be nullable
            - createTable: {table: t, columns: [{name: a, type: int}, {name: a, type: int}]} | 6:65 phases[0].steps[0].createTable.columns[1]: the column 'a' is there twice
            - createIndex: {table: t, columns: [a], method: b tree} | 6:55 phases[0].steps[0].createIndex.method: 'method' must be one word; it is 'b tree'
            - keepInSync: {table: t, set: {a: b}, reverse: {a: c}}  | 6:21 phases[0].steps[0].keepInSync: 'a' is in both 'set' and 'reverse'; a column is either computed or a source
            - keepInSync: {table: t, set: {}}                       | 6:37 phases[0].steps[0].keepInSync.set: 'set' names no column
            - keepInSync: {table: t, set: {a: }}                    | 6:40 phases[0].steps[0].keepInSync.set.a: 'a' has no value; leave it out or fill it in
            - backfill: {table: t, set: synch}                      | 6:35 phases[0].steps[0].backfill.set: 'set' must be the word sync, or a map of columns to expressions
            - backfill: {table: t, set: {a: b}, guard: marker}      | 6:19 phases[0].steps[0].backfill: 'guard: marker' goes with 'set: sync': the mark of a row speaks of all columns of the sync
            - backfill: {table: t, set: {a: b}, guard: nul}         | 6:50 phases[0].steps[0].backfill.guard: 'guard' must be one of mismatch, null, marker, none, not 'nul'
            - backfill: {table: t, set: {a: b}, chunk: {min: 9, max: 8}} | 6:50 phases[0].steps[0].backfill.chunk: 'min' of a chunk (9) is more than its 'max' (8)
            - backfill: {table: t, set: {a: b}, chunk: {time: 2m}}  | 6:50 phases[0].steps[0].backfill.chunk: 'time' of a chunk is at most 1m: its rows stay locked that long
            - backfill: {table: t, set: {a: b}, chunk: {bytes: 16MB}} | 6:58 phases[0].steps[0].backfill.chunk.bytes: 'bytes' must be a size such as 512KiB, 16MiB or 1GiB (at most 1024GiB); it is '16MB'
            - backfill: {table: t, set: {a: b}, lanes: {max: 0}}    | 6:56 phases[0].steps[0].backfill.lanes.max: 'max' must be a whole number from 1 to 16; it is '0'
            - backfill: {table: t, set: {a: b}, lanes: {}}          | 6:50 phases[0].steps[0].backfill.lanes: 'lanes' needs 'max'
            - rowCount: {table: t, within: 101%}                    | 6:38 phases[0].steps[0].rowCount.within: 'within' must be a percentage from 0% to 100%, such as 1% or 0.5%; it is '101%'
            - sql: {up: select 1}                                   | 6:14 phases[0].steps[0].sql: sql needs 'down', or 'irreversible' with the reason why there is no way back
            - sql: {up: select 1, down: select 1, irreversible: so} | 6:14 phases[0].steps[0].sql: sql has either 'down' or 'irreversible', not both
            - wait: {}                                              | 6:15 phases[0].steps[0].wait: wait needs either 'for' or 'until'
            - wait: {for: 1s, until: select 1, expect: 1}           | 6:15 phases[0].steps[0].wait: wait needs either 'for' or 'until'
            - wait: {until: select 1}                               | 6:15 phases[0].steps[0].wait: wait with 'until' needs 'expect'
            - wait: {for: 1s, expect: 1}                            | 6:15 phases[0].steps[0].wait: 'expect' and 'every' belong to 'until'
            - wait: {until: select 1, expect: 1, every: 1ms}        | 6:51 phases[0].steps[0].wait.every: 'every' is at least 100ms
            - wait: {for: 1s, onFailure: ignore}                    | 6:36 phases[0].steps[0].wait.onFailure: 'onFailure' must be one of stop, continue, not 'ignore'
            - stopSync: {table: t}                                  | 6:19 phases[0].steps[0].stopSync: stopSync needs a keepInSync of t in this plan, written with the same table name
            - backfill: {table: t, set: sync}                       | 6:19 phases[0].steps[0].backfill: 'set: sync' needs a keepInSync of t in this plan, written with the same table name
            - verify: {table: t, same: sync}                        | 6:17 phases[0].steps[0].verify: 'same: sync' needs a keepInSync of t in this plan, written with the same table name
            """;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            sync, sync                           | there is a keepInSync of t already; put all columns into one
            backfill, sync                       | 'set: sync' comes before the keepInSync of t
            stop, sync                           | stopSync comes before the keepInSync of t
            sync, stop, stop                     | the sync of t is stopped already
            sync, stop, backfill                 | 'set: sync' comes after stopSync of t: rows written meanwhile would be missed
            sync, drop                           | the sync of t still writes 'old'; stopSync comes first
            check, check                         | another check of t is named 't_check' already; give this one a name
            """)
    void followTheLifeOfASync(String steps, String finding) {
        Map<String, String> written = Map.of(
                "sync", "- keepInSync: {table: t, set: {new: old}, reverse: {old: new}}\n",
                "backfill", "- backfill: {table: t, set: sync}\n",
                "stop", "- stopSync: {table: t}\n",
                "drop", "- dropColumn: {table: t, column: old}\n",
                "check", "- addCheck: {table: t, expression: a > 0}\n");
        StringBuilder yaml = new StringBuilder();
        for (String step : List.of(steps.split(", ", -1))) {
            yaml.append(written.get(step));
        }
        assertThat(PlanFiles.findings(PlanFiles.withSteps(yaml.toString())))
                .singleElement()
                .asString()
                .endsWith(": " + finding);
    }

    @Test
    void sayNothingAboutASyncThatCouldNotBeRead() {
        String steps = "- keepInSync: {table: t}\n- backfill: {table: t, set: sync}\n- stopSync: {table: t}";
        assertThat(PlanFiles.findings(PlanFiles.withSteps(steps)))
                .containsExactly("6:21 phases[0].steps[0].keepInSync: keepInSync needs 'set'");
    }

    @Test
    void reportPhasesInTheWrongOrder() {
        String yaml =
                """
                migration: upside-down
                engine: postgresql
                phases:
                  - {phase: contract, steps: [wait: {for: 1s}]}
                  - {phase: expand, steps: [wait: {for: 1s}]}
                """;
        assertThat(PlanFiles.findings(yaml)).containsExactly("5:5 phases[1]: 'expand' comes before 'contract'");
    }

    @Test
    void reportAWindowAsNotYet() {
        String yaml = PlanFiles.withSteps("- wait: {for: 1s}")
                .replace("phase: work", "phase: work\n    gate: {window: [22:00, 04:00]}");
        assertThat(PlanFiles.findings(yaml)).singleElement().asString().contains("'window' is not supported yet");
    }

    @Test
    void reportRequirementsThatCannotBeMet() {
        String yaml = "requires: [one-phase, other-one, other-one, X]\n" + PlanFiles.withSteps("- wait: {for: 1s}");
        assertThat(PlanFiles.findings(yaml))
                .containsExactly(
                        "1:12 requires[0]: a migration cannot require itself",
                        "1:34 requires[2]: 'other-one' is there twice",
                        "1:45 requires[3]: 'requires[3]' must be 3 to 80 characters of a-z, 0-9 and '-' between them; it is 'X'");
    }
}

package dev.lockkeeper.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.lockkeeper.Failure;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The schema for editors and the reader say the same. */
class MigrationSchemaTest {

    private static final Path FILE = Path.of("docs/schema/migration.json");
    private static final JsonMapper JSON = new JsonMapper();
    private static final JsonNode TEXT = JSON.readTree(PlanFiles.text(FILE));
    private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(TEXT);

    @ParameterizedTest
    @MethodSource("dev.lockkeeper.plan.PlanFiles#examples")
    void bothAcceptTheExample(Path file) {
        assertAccepted(PlanFiles.text(file));
    }

    static List<String> good() {
        return Stream.of(
                        "- createTable: {table: t, columns: [{name: a, type: int, primaryKey: true}]}",
                        "- addColumn: {table: s.t, column: c, type: int, default: 1.5, onFailure: stop}",
                        "- addColumn: {table: t, column: c, type: int, timeout: PT1M}",
                        "- dropColumn: {table: t, column: c}",
                        "- backfill: {table: t, set: {a: 1}, guard: 'null', lanes: {max: 16}}",
                        "- backfill: {table: t, set: {a: 1}, chunk: {}, throttle: {}}",
                        "- backfill: {table: t, set: {a: 1}, throttle: {walRate: 64MiB, archiveQueue: 40, autovacuum: wait, historyList: 9, threadsRunning: 9, commitLatency: 50ms}}",
                        "- backfill: {table: t, set: {a: 1}, throttle: {probes: [{name: q, query: select 1, limit: -1.5}, {name: h, http: 'https://x.example/a?b=c'}]}}",
                        "- rowCount: {table: t, within: 100%}",
                        "- assert: {query: select '', expect: ''}",
                        "- wait: {until: select 1, expect: 1}",
                        "- sql: {up: select 1, irreversible: because}",
                        "- sql: {up: select 1, irreversible: because, allow: {ban-drop-table: nobody reads it any more}}",
                        "- addColumn: {table: t, column: c, type: int, allow: {adding-required-field: 'an empty table'}}")
                .map(PlanFiles::withSteps)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("good")
    void bothAcceptAGoodFile(String yaml) {
        assertAccepted(yaml);
    }

    @Test
    void bothAcceptEveryStepAndKey() {
        assertAccepted(PlanFiles.FULL);
    }

    static List<String> bad() {
        String fine = PlanFiles.withSteps("- wait: {for: 1s}");
        Stream<String> heads = Stream.of(
                "{}",
                "[]",
                fine + "unknown: x",
                fine.replace("one-phase", "x"),
                fine.replace("one-phase", "Capitals"),
                fine.replace("one-phase", "-option"),
                fine.replace("postgresql", "postgres"),
                fine + "strategy: shadow",
                fine + "strategy: blue-green",
                fine + "title: ''",
                fine + "title: 2024",
                fine + "ticket: " + "x".repeat(201),
                fine + "requires: one",
                fine + "requires: [one-one, one-one]",
                fine.replace("phase: work", "phase: a b"),
                fine.replace("phase: work", "phase: work\n    gate: {soak: 48}"),
                fine.replace("phase: work", "phase: work\n    gate: {launch: later}"),
                fine.replace("phase: work", "phase: work\n    gate: {window: night}"),
                "migration: one-phase\nengine: postgresql\nphases: []",
                "migration: one-phase\nengine: postgresql\nphases: [{phase: a, steps: []}]");
        Stream<String> steps = Stream.of(
                        "- {}",
                        "- nothing",
                        "- {wait: {for: 1s}, rowCount: {table: t}}",
                        "- createTable: {table: t, columns: []}",
                        "- createTable: {table: t, columns: [{name: a}]}",
                        "- createTable: {table: t, columns: [{name: a, type: int, colour: red}]}",
                        "- addColumn: {table: t, column: c}",
                        "- addColumn: {table: t, column: c, type: int, default: ''}",
                        "- addColumn: {table: t, column: c, type: int, nullable: 'true'}",
                        "- addColumn: {table: a.b.c, column: c, type: int}",
                        "- addColumn: {table: t, column: " + "c".repeat(64) + ", type: int}",
                        "- dropColumn: {table: t, column: c, keepFor: 7 days}",
                        "- keepInSync: {table: t, set: {}}",
                        "- keepInSync: {table: t, set: {a: [b]}}",
                        "- keepInSync: {table: t}",
                        "- stopSync: {}",
                        "- createIndex: {table: t, columns: []}",
                        "- createIndex: {table: t, columns: [a], method: 'b tree'}",
                        "- dropIndex: {table: t}",
                        "- setNotNull: {table: t, columns: [a, a]}",
                        "- addCheck: {table: t}",
                        "- backfill: {table: t, set: all}",
                        "- backfill: {table: t, set: {a: 1}, guard: marker}",
                        "- backfill: {table: t, set: {a: 1}, lanes: {max: 17}}",
                        "- backfill: {table: t, set: {a: 1}, lanes: {}}",
                        "- backfill: {table: t, set: {a: 1}, chunk: {min: 0}}",
                        "- backfill: {table: t, set: {a: 1}, chunk: {bytes: 16MB}}",
                        "- backfill: {table: t, set: {a: 1}, throttle: {load: 3}}",
                        "- backfill: {table: t, set: {a: 1}, throttle: {autovacuum: stop}}",
                        "- backfill: {table: t, set: {a: 1}, throttle: {walRate: 64}}",
                        "- backfill: {table: t, set: {a: 1}, throttle: {probes: []}}",
                        "- backfill: {table: t, set: {a: 1}, throttle: {probes: [{name: q, query: select 1}]}}",
                        "- backfill: {table: t, set: {a: 1}, throttle: {probes: [{name: q, query: select 1, limit: many}]}}",
                        "- backfill: {table: t, set: {a: 1}, throttle: {probes: [{name: q, query: select 1, limit: 1, http: 'http://x'}]}}",
                        "- backfill: {table: t, set: {a: 1}, throttle: {probes: [{name: h, http: 'ftp://x'}]}}",
                        "- backfill: {table: t, set: {a: 1}, throttle: {probes: [{name: h, http: 'http://a:b@x/'}]}}",
                        "- backfill: {table: t, set: {a: 1}, throttle: {probes: [{name: h, http: 'http://x', limit: 1}]}}",
                        "- verify: {table: t}",
                        "- assert: {expect: 0}",
                        "- rowCount: {table: t, within: 0.01}",
                        "- rowCount: {table: t, within: 101%}",
                        "- sql: {up: select 1}",
                        "- sql: {up: select 1, irreversible: because, allow: ban-drop-table}",
                        "- sql: {up: select 1, irreversible: because, allow: {}}",
                        "- sql: {up: select 1, irreversible: because, allow: {ban-drop-table: ''}}",
                        "- sql: {up: select 1, irreversible: because, allow: {ban-drop-table: }}",
                        "- sql: {up: select 1, irreversible: because, allow: {Ban Drop: because}}",
                        "- sql: {up: select 1, down: select 1, irreversible: because}",
                        "- wait: {}",
                        "- wait: {for: 1s, every: 1s}",
                        "- wait: {until: select 1}",
                        "- wait: {for: 1s, onFailure: ignore}")
                .map(PlanFiles::withSteps);
        return Stream.concat(heads, steps).toList();
    }

    @ParameterizedTest
    @MethodSource("bad")
    void bothRefuseABadFile(String yaml) {
        assertThatThrownBy(() -> PlanReader.read(yaml)).isInstanceOf(Failure.class);
        assertThat(validate(yaml)).isNotEmpty();
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
    void bothRefuseWhatComesLater(String kind) {
        assertThat(validate(PlanFiles.withSteps("- " + kind + ": {table: t}"))).isNotEmpty();
        assertThat(StepReader.supported()).doesNotContain(kind);
    }

    @Test
    void describesExactlyTheStepsThatCanBeRead() {
        assertThat(TEXT.at("/$defs/step/properties").propertyNames()).containsExactlyElementsOf(StepReader.supported());
    }

    private static void assertAccepted(String yaml) {
        assertThat(validate(yaml)).isEmpty();
        assertThat(PlanReader.read(yaml)).isNotNull();
    }

    private static List<String> validate(String yaml) {
        Object values =
                new Load(LoadSettings.builder().setSchema(new CoreSchema()).build()).loadFromString(yaml);
        return SCHEMA.validate(JSON.writeValueAsString(values), InputFormat.JSON).stream()
                .map(Object::toString)
                .toList();
    }
}

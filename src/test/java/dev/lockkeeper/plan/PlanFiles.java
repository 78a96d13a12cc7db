package dev.lockkeeper.plan;

import dev.lockkeeper.Failure;
import dev.lockkeeper.Failure.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;

/** Migration files for the tests of this package. */
final class PlanFiles {

    /** Every step and every key once. */
    static final String FULL =
            """
            migration: all-of-it
            title: Everything once
            engine: postgresql
            owner: accounts
            strategy: direct
            requires: [before-it, long-before]
            ticket: ACC-1
            description: |
              Two lines
              of Markdown.
            phases:
              - phase: expand
                steps:
                  - createTable:
                      table: app.plans
                      columns:
                        - {name: id, type: bigint, primaryKey: true}
                        - {name: code, type: text, nullable: false, unique: true, check: code <> '', default: "'free'"}
                        - {name: price, type: 'numeric(10, 2)', default: 0}
                  - createTable:
                      table: pairs
                      primaryKey: [b, a]
                      columns: [{name: a, type: int}, {name: b, type: int}]
                  - addColumn: {table: users, column: first, type: text, default: false, timeout: 5m, name: first of all}
                  - keepInSync:
                      table: users
                      set: {first: "split_part(name, ' ', 1)", known: true}
                      reverse: {name: first}
                  - createIndex: {table: users, columns: [lower(first), id desc], unique: true, method: btree, where: known}
                  - dropIndex: {name: users_old_idx, table: users, onFailure: continue}
              - phase: backfill
                gate: {launch: manual, soak: 48h, approval: required, checklist: [One, Two]}
                steps:
                  - backfill:
                      table: users
                      set: sync
                      guard: null
                      chunk: {time: 1s, min: 5, max: 50, bytes: 1MiB}
                      lanes: {max: 3}
                      throttle: {replicaLag: 5s, activeSessions: 40, longestTransaction: 10m}
                      clear: true
                  - backfill: {table: users, set: {score: 0}, guard: none}
              - phase: verify
                steps:
                  - verify: {table: users, same: sync}
                  - verify: {table: users, same: {score: 0}}
                  - assert: {name: none left, query: select count(*) from users where first is null, expect: 0}
                  - assert: {query: select 'seen'}
                  - rowCount: {table: users, within: 0.5%}
                  - rowCount: {table: app.plans}
                  - wait: {for: 10m}
                  - wait: {until: select true, expect: t, every: 1s}
              - phase: contract
                gate: {soak: PT1H}
                steps:
                  - setNotNull: {table: users, columns: [first, known]}
                  - addCheck: {table: users, expression: first <> ''}
                  - sql: {up: select 1, down: select 2, transaction: false}
                  - sql: {up: select 1, irreversible: nothing is written}
                  - stopSync: {table: users}
                  - dropColumn: {table: users, column: name, keepFor: 7d}
            """;

    private PlanFiles() {}

    /** A file whose only phase has the steps, which begin in line 6 at column 9. */
    static String withSteps(String steps) {
        return """
                migration: one-phase
                engine: postgresql
                phases:
                  - phase: work
                    steps:
                """
                + steps.indent(6);
    }

    /** The findings, each as {@code line:column path: message}. */
    static List<String> findings(String yaml) {
        Failure failure = Assertions.catchThrowableOfType(Failure.class, () -> PlanReader.read(yaml));
        Assertions.assertThat(failure).as("the file is refused").isNotNull();
        return failure.problems().stream().map(PlanFiles::line).toList();
    }

    static List<Path> examples() {
        try (Stream<Path> files = Files.walk(Path.of("examples"))) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String line(Problem problem) {
        return problem.line() + ":" + problem.column() + " " + problem.path() + ": " + problem.message();
    }
}

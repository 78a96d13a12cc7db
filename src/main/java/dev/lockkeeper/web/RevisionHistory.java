package dev.lockkeeper.web;

import dev.lockkeeper.catalog.Migrations;
import dev.lockkeeper.catalog.Revision;
import dev.lockkeeper.run.Run;
import dev.lockkeeper.run.Runs;
import dev.lockkeeper.security.Person;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** The revisions of a migration: what changed between them, and where each of them stands. */
@Component
class RevisionHistory {
    private static final int RUNS = 200;

    private final Migrations migrations;
    private final Runs runs;

    RevisionHistory(Migrations migrations, Runs runs) {
        this.migrations = migrations;
        this.runs = runs;
    }

    /** @param stands the newest run of the revision on each target */
    record Line(Revision revision, List<Run> stands) {
        public Mark mark(Run run) {
            return Mark.of(run);
        }
    }

    /** Newest first; of targets that the person may see. */
    List<Line> lines(String migration, Person by) {
        List<Run> newest = runs.list(migration, null, null, RUNS, null, by).items();
        return migrations.revisions(migration, by).stream()
                .map(revision -> new Line(revision, stands(revision, newest)))
                .toList();
    }

    private static List<Run> stands(Revision revision, List<Run> newest) {
        Map<String, Run> byTarget = new LinkedHashMap<>();
        newest.stream()
                .filter(run -> run.revision() == revision.number())
                .forEach(run -> byTarget.putIfAbsent(run.target(), run));
        return byTarget.values().stream()
                .sorted(Comparator.comparing(Run::environment).thenComparing(Run::target))
                .toList();
    }

    /** @throws dev.lockkeeper.Failure {@code not-found} */
    RevisionDiff diff(String migration, RevisionDiff.Range range, boolean whole, Person by) {
        return RevisionDiff.of(
                migrations.revision(migration, range.from(), by),
                migrations.revision(migration, range.to(), by),
                whole);
    }
}

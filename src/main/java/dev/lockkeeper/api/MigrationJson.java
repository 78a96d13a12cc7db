package dev.lockkeeper.api;

import dev.lockkeeper.catalog.Migration;
import dev.lockkeeper.catalog.Revision;
import dev.lockkeeper.catalog.RevisionState;
import dev.lockkeeper.lint.StepFinding;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Migrations and revisions on the wire. */
final class MigrationJson {
    private MigrationJson() {}

    /** @param findings of the rules, with places of the file */
    record Submitted(String migration, int revision, String digest, String state, List<LintJson.FindingJson> findings) {
        static Submitted of(Revision revision, RevisionState state, List<StepFinding> found) {
            return new Submitted(
                    revision.migration(), revision.number(), revision.digest(), state.wire(), LintJson.of(found));
        }
    }

    /** @param revision number of the newest */
    record Line(
            String migration,
            String title,
            String engine,
            @Nullable String owner,
            int revision,
            String author,
            Instant createdAt,
            Instant updatedAt) {
        static Line of(Migration migration) {
            return new Line(
                    migration.id(),
                    migration.title(),
                    migration.engine(),
                    migration.owner(),
                    migration.latest(),
                    migration.author(),
                    migration.createdAt(),
                    migration.updatedAt());
        }
    }

    /** @param state {@code submitted}, or {@code approved} when an approval of it stands for at least one target */
    record RevisionLine(int revision, String digest, String state, String author, Instant createdAt) {
        static RevisionLine of(Revision revision, RevisionState state) {
            return new RevisionLine(
                    revision.number(), revision.digest(), state.wire(), revision.author(), revision.createdAt());
        }
    }

    /** The newest revision is what {@code digest}, {@code state} and {@code plan} speak of. */
    record Whole(
            String migration,
            String title,
            String engine,
            @Nullable String owner,
            int revision,
            String digest,
            String state,
            String author,
            Instant createdAt,
            Instant updatedAt,
            List<RevisionLine> revisions,
            List<PlanJson.PhaseJson> phases) {
        /** @param revisions newest first */
        static Whole of(Migration migration, Revision newest, List<RevisionLine> revisions) {
            return new Whole(
                    migration.id(),
                    migration.title(),
                    migration.engine(),
                    migration.owner(),
                    newest.number(),
                    newest.digest(),
                    revisions.getFirst().state(),
                    migration.author(),
                    migration.createdAt(),
                    migration.updatedAt(),
                    revisions,
                    PlanJson.of(newest.plan()).phases());
        }
    }

    record Text(
            String migration,
            int revision,
            String digest,
            String state,
            String author,
            Instant createdAt,
            String text,
            PlanJson plan,
            List<LintJson.FindingJson> findings) {
        static Text of(Revision revision, RevisionState state, List<StepFinding> found) {
            return new Text(
                    revision.migration(),
                    revision.number(),
                    revision.digest(),
                    state.wire(),
                    revision.author(),
                    revision.createdAt(),
                    revision.text(),
                    PlanJson.of(revision.plan()),
                    LintJson.of(found));
        }
    }
}

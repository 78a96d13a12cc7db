package dev.lockkeeper.plan;

import java.util.Optional;

/** The table that a step is about. */
final class StepTables {
    private StepTables() {}

    static Optional<TableName> of(Step step) {
        return switch (step) {
            case Step.CreateTable s -> Optional.of(s.table());
            case Step.AddColumn s -> Optional.of(s.table());
            case Step.DropColumn s -> Optional.of(s.table());
            case Step.KeepInSync s -> Optional.of(s.table());
            case Step.StopSync s -> Optional.of(s.table());
            case Step.CreateIndex s -> Optional.of(s.table());
            case Step.DropIndex s -> Optional.of(s.table());
            case Step.SetNotNull s -> Optional.of(s.table());
            case Step.AddCheck s -> Optional.of(s.table());
            case Step.Backfill s -> Optional.of(s.table());
            case Step.Verify s -> Optional.of(s.table());
            case Step.RowCount s -> Optional.of(s.table());
            case Step.Assert s -> Optional.empty();
            case Step.Sql s -> Optional.empty();
            case Step.Wait s -> Optional.empty();
        };
    }
}

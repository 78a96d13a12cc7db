package dev.lockkeeper.plan;

import java.util.stream.Collectors;

/** What a step is called when its author gave it no name. */
final class StepTitles {
    private StepTitles() {}

    static String of(Step step) {
        return switch (step) {
            case Step.CreateTable s -> "create table " + s.table();
            case Step.AddColumn s -> "add " + s.table() + "." + s.column().name();
            case Step.DropColumn s -> "drop " + s.table() + "." + s.column();
            case Step.KeepInSync s -> "keep " + names(s) + " of " + s.table() + " in sync";
            case Step.StopSync s -> "stop the sync of " + s.table();
            case Step.CreateIndex s -> "create index " + s.index() + " on " + s.table();
            case Step.DropIndex s -> "drop index " + s.index();
            case Step.SetNotNull s ->
                "set not null on " + s.table() + " "
                        + s.columns().stream().map(Identifier::text).collect(Collectors.joining(", "));
            case Step.AddCheck s -> "add check " + s.constraint() + " to " + s.table();
            case Step.Backfill s -> "backfill " + s.table();
            case Step.Verify s -> "verify " + s.table();
            case Step.Assert s -> s.expect() == null ? "record a value" : "assert " + s.expect();
            case Step.RowCount s -> "count the rows of " + s.table();
            case Step.Sql s -> "sql";
            case Step.Wait s -> s.forTime() == null ? "wait for a value" : "wait";
        };
    }

    private static String names(Step.KeepInSync sync) {
        return sync.set().keySet().stream().map(Identifier::text).collect(Collectors.joining(", "));
    }
}

package dev.lockkeeper.target.postgres;

import dev.lockkeeper.plan.Phase;
import dev.lockkeeper.plan.Step;
import dev.lockkeeper.plan.TableName;
import dev.lockkeeper.target.TableShape;
import dev.lockkeeper.target.TargetSession;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** What a phase needs on PostgreSQL that the login may not do. What the author's own SQL needs is not known here. */
final class NeededPrivileges {

    private final TargetSession session;
    private final Answers postgres;
    private final Set<String> missing = new LinkedHashSet<>();

    NeededPrivileges(TargetSession session) {
        this.session = session;
        this.postgres = new Answers(session);
    }

    /** In words that follow "may not". */
    List<String> missing(Phase phase) {
        if (!postgres.keepsLedger()) {
            missing.add("keep the ledger in schema lockkeeper");
        }
        phase.steps().forEach(this::ask);
        return List.copyOf(missing);
    }

    private void ask(Step step) {
        switch (step) {
            case Step.CreateTable s -> create(s.table());
            case Step.AddColumn s -> alter(s.table());
            case Step.DropColumn s -> alter(s.table());
            case Step.SetNotNull s -> alter(s.table());
            case Step.AddCheck s -> alter(s.table());
            case Step.KeepInSync s -> make(s.table());
            case Step.StopSync s -> make(s.table());
            case Step.CreateIndex s -> make(s.table());
            case Step.DropIndex s -> make(s.table());
            case Step.Backfill s -> need(s.table(), postgres::updatable, "update " + s.table());
            case Step.Verify s -> need(s.table(), postgres::readable, "read " + s.table());
            case Step.RowCount s -> need(s.table(), postgres::readable, "read " + s.table());
            case Step.Assert s -> {}
            case Step.Sql s -> {}
            case Step.Wait s -> {}
        }
    }

    private void alter(TableName table) {
        need(table, postgres::owned, "alter " + table);
    }

    /** Triggers' functions and indexes are made in the schema of the table, when going back those that were dropped. */
    private void make(TableName table) {
        alter(table);
        need(table, shape -> postgres.makesIn(shape.schema()), "create in the schema of " + table);
    }

    private void create(TableName table) {
        if (!postgres.makesIn(table.schema() == null ? null : table.schema().text())) {
            missing.add("create " + table);
        }
    }

    /** A table that is not there needs nothing: another check says that it is missing, or the plan makes it first. */
    private void need(TableName table, Predicate<TableShape> given, String words) {
        if (session.table(table).filter(given.negate()).isPresent()) {
            missing.add(words);
        }
    }
}

package dev.lockkeeper.target.mysql;

import dev.lockkeeper.plan.Step;
import java.sql.SQLException;

/** Gives each step to the class of its family. Not for several plans: the families remember what earlier steps made. */
final class Families {

    private final TableSteps tables;
    private final ColumnSteps columns;
    private final DropColumnSteps drops;
    private final SyncSteps syncs;
    private final IndexSteps indexes;
    private final ConstraintSteps constraints;
    private final RowSteps rows;
    private final FreeSteps free;

    Families(Scratch scratch, Findings findings, ServerVersion version, String migration) {
        Expressions expressions = new Expressions(scratch, findings);
        Online online = new Online(version);
        this.syncs = new SyncSteps(scratch, expressions, findings, migration);
        Dependents dependents = new Dependents(scratch, syncs);
        this.tables = new TableSteps(scratch, expressions, findings);
        this.columns = new ColumnSteps(scratch, expressions, findings, online);
        this.drops = new DropColumnSteps(scratch, findings, online, dependents);
        this.indexes = new IndexSteps(scratch, expressions, findings, version, dependents);
        this.constraints = new ConstraintSteps(scratch, expressions, findings, version);
        this.rows = new RowSteps(scratch, expressions, findings);
        this.free = new FreeSteps(findings);
    }

    Rendered render(Spot spot) throws SQLException {
        return switch (spot.step()) {
            case Step.CreateTable s -> tables.create(spot, s);
            case Step.AddColumn s -> columns.add(spot, s);
            case Step.DropColumn s -> drops.drop(spot, s);
            case Step.KeepInSync s -> syncs.keep(spot, s);
            case Step.StopSync s -> syncs.stop(spot, s);
            case Step.CreateIndex s -> indexes.create(spot, s);
            case Step.DropIndex s -> indexes.drop(spot, s);
            case Step.SetNotNull s -> constraints.notNull(spot, s);
            case Step.AddCheck s -> constraints.check(spot, s);
            case Step.Backfill s -> rows.backfill(spot, s);
            case Step.Verify s -> rows.verify(spot, s);
            case Step.RowCount s -> rows.count(spot, s);
            case Step.Assert s -> free.ask(spot, s);
            case Step.Sql s -> free.sql(spot, s);
            case Step.Wait s -> free.pause(spot, s);
        };
    }
}

package dev.lockkeeper.lint;

import dev.lockkeeper.lint.sql.Act;
import dev.lockkeeper.lint.sql.Alteration;
import dev.lockkeeper.lint.sql.Constraint;
import dev.lockkeeper.lint.sql.ObjectName;
import dev.lockkeeper.lint.sql.Reads;
import java.util.stream.Stream;

/** The tables that a statement names, so that nothing else is asked of the target. */
final class NamedTables {
    private NamedTables() {}

    static Stream<ObjectName> of(Act act) {
        return switch (act) {
            case Act.CreateTable create ->
                Stream.concat(
                        Stream.concat(Stream.of(create.table()), Stream.ofNullable(create.partitionOf())),
                        Stream.concat(
                                        create.constraints().stream(),
                                        create.columns().stream().flatMap(column -> column.constraints().stream()))
                                .flatMap(NamedTables::of));
            case Act.AlterTable alter ->
                Stream.concat(
                        Stream.of(alter.table()), alter.alterations().stream().flatMap(NamedTables::of));
            case Act.CreateIndex create -> Stream.of(create.table());
            case Act.DropIndex drop -> Stream.ofNullable(drop.table());
            case Act.Reindex reindex -> reindex.what().equals("table") ? Stream.of(reindex.name()) : Stream.empty();
            case Act.DropTable drop -> drop.tables().stream();
            case Act.Truncate truncate -> truncate.tables().stream();
            case Act.Rename rename -> rename.kind().equals("table") ? Stream.of(rename.name()) : Stream.empty();
            case Act.CreateTrigger create -> Stream.of(create.table());
            case Act.DropTrigger drop -> Stream.ofNullable(drop.table());
            case Act.Maintain maintain -> maintain.tables().stream();
            case Act.LockTables lock -> lock.tables().stream();
            case Act.Insert insert -> with(insert.table(), insert.reads());
            case Act.Update update -> with(update.table(), update.reads());
            case Act.Delete delete -> with(delete.table(), delete.reads());
            case Act.Select select -> select.reads().tables().stream();
            case Act.RenameTables rename -> rename.tables().stream();
            case Act.Drop drop -> Stream.empty();
            case Act.Create create -> Stream.empty();
            case Act.AddEnumValue add -> Stream.empty();
            case Act.RenameEnumValue rename -> Stream.empty();
            case Act.CreateFunction create -> Stream.empty();
            case Act.Block block -> Stream.empty();
            case Act.RefreshView refresh -> Stream.empty();
            case Act.Begin begin -> Stream.empty();
            case Act.Commit commit -> Stream.empty();
            case Act.Rollback rollback -> Stream.empty();
            case Act.Set set -> Stream.empty();
            case Act.Other other -> Stream.empty();
            case Act.Unreadable unreadable -> Stream.empty();
        };
    }

    private static Stream<ObjectName> of(Alteration alteration) {
        if (alteration instanceof Alteration.AddConstraint add) {
            return of(add.constraint());
        }
        if (alteration instanceof Alteration.AddColumn add) {
            return add.column().constraints().stream().flatMap(NamedTables::of);
        }
        return alteration instanceof Alteration.AttachPartition attach ? Stream.of(attach.partition()) : Stream.empty();
    }

    private static Stream<ObjectName> of(Constraint constraint) {
        return Stream.ofNullable(constraint.references());
    }

    private static Stream<ObjectName> with(ObjectName table, Reads reads) {
        return Stream.concat(Stream.of(table), reads.tables().stream());
    }
}

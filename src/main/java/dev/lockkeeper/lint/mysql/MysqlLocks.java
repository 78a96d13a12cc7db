package dev.lockkeeper.lint.mysql;

import dev.lockkeeper.lint.Case;
import dev.lockkeeper.lint.LockOf;
import dev.lockkeeper.lint.sql.Act;
import dev.lockkeeper.lint.sql.Constraint;
import dev.lockkeeper.lint.sql.ObjectName;
import dev.lockkeeper.target.Statement.Lock;
import dev.lockkeeper.target.mysql.TableLocks;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a statement locks, a line a table. */
final class MysqlLocks {

    private MysqlLocks() {}

    static List<LockOf> of(Case in) {
        return switch (in.statement().act()) {
            case Act.AlterTable ignored -> altered(in);
            case Act.CreateIndex ignored -> altered(in);
            case Act.DropIndex ignored -> altered(in);
            case Act.CreateTable create -> referenced(create.constraints().stream());
            case Act.DropTable drop -> each(drop.tables(), TableLocks.METADATA);
            case Act.Truncate truncate -> each(truncate.tables(), TableLocks.METADATA);
            case Act.RenameTables rename -> each(rename.tables(), TableLocks.METADATA);
            case Act.Rename rename -> each(List.of(rename.name()), TableLocks.METADATA);
            case Act.CreateTrigger trigger -> each(List.of(trigger.table()), TableLocks.METADATA);
            case Act.DropTrigger trigger -> each(listed(trigger.table()), TableLocks.METADATA);
            case Act.Maintain maintain ->
                each(maintain.tables(), maintain.kind().equals("analyze") ? TableLocks.READ : TableLocks.REBUILD);
            case Act.LockTables lock ->
                each(lock.tables(), lock.mode().equals("write") ? TableLocks.WRITE : TableLocks.SHARED);
            case Act.Update update -> each(List.of(update.table()), TableLocks.ROWS);
            case Act.Delete delete -> each(List.of(delete.table()), TableLocks.ROWS);
            case Act.Insert insert -> insert.query() ? each(insert.reads().tables(), TableLocks.ROWS) : List.of();
            case Act.Select select ->
                select.reads().forUpdate() ? each(select.reads().tables(), TableLocks.ROWS) : List.of();
            case Act.Reindex ignored -> List.of();
            case Act.Drop ignored -> List.of();
            case Act.Create ignored -> List.of();
            case Act.AddEnumValue ignored -> List.of();
            case Act.RenameEnumValue ignored -> List.of();
            case Act.CreateFunction ignored -> List.of();
            case Act.Block ignored -> List.of();
            case Act.RefreshView ignored -> List.of();
            case Act.Begin ignored -> List.of();
            case Act.Commit ignored -> List.of();
            case Act.Rollback ignored -> List.of();
            case Act.Set ignored -> List.of();
            case Act.Other ignored -> List.of();
            case Act.Unreadable ignored -> List.of();
        };
    }

    private static List<LockOf> altered(Case in) {
        return Altered.of(in)
                .map(altered -> {
                    List<LockOf> locks = new ArrayList<>();
                    locks.add(new LockOf(altered.site().table(), lock(altered)));
                    locks.addAll(referenced(altered.constraints()));
                    return locks;
                })
                .orElse(new ArrayList<>());
    }

    private static Lock lock(Altered altered) {
        Way way = altered.asks("copy") ? Way.COPY : altered.way();
        if ("exclusive".equals(altered.online().lock())) {
            return way.lock().rewrites() ? TableLocks.EXCLUSIVE_COPY : TableLocks.WRITE;
        }
        boolean refuses = way.blocksWrites() && "none".equals(altered.online().lock());
        // What the server cannot do as it was asked it refuses, under a lock of a moment.
        if (refuses || way == Way.COPY && altered.neverCopies() || altered.asks("instant") && way != Way.UNKNOWN) {
            return TableLocks.METADATA;
        }
        return way == Way.UNKNOWN && altered.neverCopies() ? TableLocks.REBUILD : way.lock();
    }

    /** The exclusive metadata lock of a table that a new foreign key points to, for a moment. */
    private static List<LockOf> referenced(Stream<Constraint> constraints) {
        List<ObjectName> parents = constraints
                .flatMap(constraint -> Stream.ofNullable(constraint.references()))
                .distinct()
                .toList();
        return each(parents, TableLocks.METADATA);
    }

    private static List<ObjectName> listed(@Nullable ObjectName table) {
        return table == null ? List.of() : List.of(table);
    }

    private static List<LockOf> each(List<ObjectName> tables, Lock lock) {
        return tables.stream().distinct().map(table -> new LockOf(table, lock)).toList();
    }
}

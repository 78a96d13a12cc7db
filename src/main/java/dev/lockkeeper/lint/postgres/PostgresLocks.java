package dev.lockkeeper.lint.postgres;

import static dev.lockkeeper.lint.postgres.LockMode.ACCESS_EXCLUSIVE;
import static dev.lockkeeper.lint.postgres.LockMode.ACCESS_SHARE;
import static dev.lockkeeper.lint.postgres.LockMode.EXCLUSIVE;
import static dev.lockkeeper.lint.postgres.LockMode.ROW_EXCLUSIVE;
import static dev.lockkeeper.lint.postgres.LockMode.ROW_SHARE;
import static dev.lockkeeper.lint.postgres.LockMode.SHARE;
import static dev.lockkeeper.lint.postgres.LockMode.SHARE_ROW_EXCLUSIVE;
import static dev.lockkeeper.lint.postgres.LockMode.SHARE_UPDATE_EXCLUSIVE;

import dev.lockkeeper.lint.Case;
import dev.lockkeeper.lint.LockOf;
import dev.lockkeeper.lint.postgres.LockMode.Taken;
import dev.lockkeeper.lint.sql.Act;
import dev.lockkeeper.lint.sql.Alteration;
import dev.lockkeeper.lint.sql.Constraint;
import dev.lockkeeper.lint.sql.ObjectName;
import dev.lockkeeper.lint.sql.Reads;
import dev.lockkeeper.lint.sql.Routine;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What a statement of PostgreSQL locks, as the pages of its commands in the manual say. Tables that the migration itself made are left
 * out: nobody waits for them.
 */
final class PostgresLocks {

    private final Case around;
    private final Map<ObjectName, Taken> taken = new LinkedHashMap<>();

    private PostgresLocks(Case around) {
        this.around = around;
    }

    static List<LockOf> of(Case around) {
        PostgresLocks locks = new PostgresLocks(around);
        locks.add(around.statement().act());
        return locks.taken.entrySet().stream()
                .filter(one -> !around.isNew(one.getKey()))
                .map(one -> new LockOf(one.getKey(), one.getValue().lock()))
                .toList();
    }

    /** Tables of before the migration on which the act takes a lock that keeps writers or readers away. */
    static List<ObjectName> closed(Case around, Act act) {
        if (besideOthers(act)) {
            return List.of();
        }
        PostgresLocks locks = new PostgresLocks(around);
        locks.add(act);
        return locks.taken.entrySet().stream()
                .filter(one -> one.getValue().mode().compareTo(SHARE) >= 0 && !around.isNew(one.getKey()))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Whose strong lock nobody feels: nobody writes a view, and a partition that is detached so is closed when nobody uses it any more. */
    private static boolean besideOthers(Act act) {
        return act instanceof Act.RefreshView refresh && refresh.concurrently()
                || act instanceof Act.AlterTable alter
                        && alter.alterations().stream()
                                .allMatch(each ->
                                        each instanceof Alteration.DetachPartition detach && detach.concurrently());
    }

    private void take(ObjectName table, Taken lock) {
        taken.merge(table, lock, Taken::and);
    }

    private void take(List<ObjectName> tables, Taken lock) {
        tables.forEach(table -> take(table, lock));
    }

    private void add(Act act) {
        switch (act) {
            case Act.CreateTable create -> create(create);
            case Act.AlterTable alter -> {
                AlterationLocks locks = new AlterationLocks(around, alter.table());
                alter.alterations().forEach(locks::add);
                locks.taken().forEach(this::take);
            }
            case Act.CreateIndex create ->
                take(create.table(), (create.concurrently() ? SHARE_UPDATE_EXCLUSIVE : SHARE).scanning());
            case Act.DropIndex drop -> dropIndex(drop);
            case Act.Reindex reindex -> reindex(reindex);
            case Act.DropTable drop -> take(drop.tables(), ACCESS_EXCLUSIVE.briefly());
            case Act.Truncate truncate -> take(truncate.tables(), ACCESS_EXCLUSIVE.briefly());
            case Act.Rename rename -> ofKind(rename.kind(), List.of(rename.name()));
            case Act.Drop drop -> ofKind(drop.kind(), drop.names());
            case Act.CreateTrigger create -> take(create.table(), SHARE_ROW_EXCLUSIVE.briefly());
            case Act.DropTrigger drop -> {
                if (drop.table() != null) {
                    take(drop.table(), ACCESS_EXCLUSIVE.briefly());
                }
            }
            case Act.RefreshView refresh ->
                take(refresh.view(), refresh.concurrently() ? EXCLUSIVE.scanning() : ACCESS_EXCLUSIVE.rewriting());
            case Act.Maintain maintain -> maintain(maintain);
            case Act.LockTables lock ->
                take(lock.tables(), LockMode.of(lock.mode()).briefly());
            case Act.Block block ->
                Bodies.of(block).statements().stream()
                        .map(Routine.Statement::act)
                        .forEach(this::add);
            case Act.Insert insert -> write(insert.table(), ROW_EXCLUSIVE.briefly(), insert.reads());
            case Act.Update update -> write(update.table(), rows(update.reads()), update.reads());
            case Act.Delete delete -> write(delete.table(), rows(delete.reads()), delete.reads());
            case Act.Select select -> read(select.reads());
            case Act.RenameTables rename -> take(rename.tables(), ACCESS_EXCLUSIVE.briefly());
            case Act.Create create -> {}
            case Act.AddEnumValue add -> {}
            case Act.RenameEnumValue rename -> {}
            case Act.CreateFunction create -> {}
            case Act.Begin begin -> {}
            case Act.Commit commit -> {}
            case Act.Rollback rollback -> {}
            case Act.Set set -> {}
            case Act.Other other -> {}
            case Act.Unreadable unreadable -> {}
        }
    }

    private void create(Act.CreateTable create) {
        Stream.concat(
                        create.constraints().stream(),
                        create.columns().stream().flatMap(column -> column.constraints().stream()))
                .map(Constraint::references)
                .filter(Objects::nonNull)
                .filter(other -> !other.equals(create.table()))
                .forEach(other -> take(other, SHARE_ROW_EXCLUSIVE.briefly()));
        if (create.partitionOf() != null) {
            take(create.partitionOf(), ACCESS_EXCLUSIVE.briefly());
        }
    }

    private void dropIndex(Act.DropIndex drop) {
        LockMode mode = drop.concurrently() ? SHARE_UPDATE_EXCLUSIVE : ACCESS_EXCLUSIVE;
        History history = new History(around);
        drop.indexes().forEach(index -> history.tableOfIndex(index).ifPresent(table -> take(table, mode.briefly())));
    }

    private void reindex(Act.Reindex reindex) {
        Taken lock = (reindex.concurrently() ? SHARE_UPDATE_EXCLUSIVE : SHARE).scanning();
        switch (reindex.what()) {
            case "table" -> take(reindex.name(), lock);
            case "index" -> new History(around).tableOfIndex(reindex.name()).ifPresent(table -> take(table, lock));
            default -> {}
        }
    }

    /** Of what has no rows of its own, views alone are locked in a way that their readers feel. */
    private void ofKind(String kind, List<ObjectName> names) {
        switch (kind) {
            case "view", "materialized view", "foreign table", "table" -> take(names, ACCESS_EXCLUSIVE.briefly());
            default -> {}
        }
    }

    private void maintain(Act.Maintain maintain) {
        take(
                maintain.tables(),
                switch (maintain.kind()) {
                    case "vacuum full", "cluster" -> ACCESS_EXCLUSIVE.rewriting();
                    case "vacuum" -> SHARE_UPDATE_EXCLUSIVE.scanning();
                    default -> SHARE_UPDATE_EXCLUSIVE.briefly();
                });
    }

    private static Taken rows(Reads reads) {
        return ROW_EXCLUSIVE.scanning(!reads.where());
    }

    private void write(ObjectName table, Taken lock, Reads reads) {
        take(table, lock);
        read(reads);
    }

    private void read(Reads reads) {
        take(reads.tables(), (reads.forUpdate() ? ROW_SHARE : ACCESS_SHARE).briefly());
    }
}

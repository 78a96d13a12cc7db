package dev.lockkeeper.lint.postgres;

import dev.lockkeeper.lint.Case;
import dev.lockkeeper.lint.sql.Act;
import dev.lockkeeper.lint.sql.Alteration;
import dev.lockkeeper.lint.sql.ObjectName;
import java.util.ArrayList;
import java.util.List;

/** Tables of before the migration on which a statement takes a lock that keeps writers or readers away. */
final class Locked {
    private Locked() {}

    static List<ObjectName> tables(Case in, Act act) {
        return all(act).stream()
                .filter(table -> !Site.isNew(in, table))
                .distinct()
                .toList();
    }

    private static List<ObjectName> all(Act act) {
        if (act instanceof Act.AlterTable alter) {
            return altered(alter);
        }
        if (act instanceof Act.CreateIndex index) {
            return index.concurrently() ? List.of() : List.of(index.table());
        }
        if (act instanceof Act.DropTable drop) {
            return drop.tables();
        }
        if (act instanceof Act.Truncate truncate) {
            return truncate.tables();
        }
        if (act instanceof Act.CreateTrigger trigger) {
            return List.of(trigger.table());
        }
        if (act instanceof Act.DropTrigger trigger && trigger.table() != null) {
            return List.of(trigger.table());
        }
        if (act instanceof Act.LockTables lock) {
            return lock.tables();
        }
        if (act instanceof Act.CreateTable create) {
            return create.constraints().stream()
                    .flatMap(one -> java.util.stream.Stream.ofNullable(one.references()))
                    .toList();
        }
        return List.of();
    }

    /** What only validates or detaches beside writers keeps nobody away. */
    private static List<ObjectName> altered(Act.AlterTable alter) {
        boolean gentle = alter.alterations().stream().allMatch(Locked::gentle);
        if (gentle && !alter.alterations().isEmpty()) {
            return List.of();
        }
        List<ObjectName> tables = new ArrayList<>(List.of(alter.table()));
        for (Alteration each : alter.alterations()) {
            if (each instanceof Alteration.AddConstraint add && add.constraint().references() != null) {
                tables.add(add.constraint().references());
            } else if (each instanceof Alteration.AddColumn add) {
                add.column().constraints().stream()
                        .flatMap(one -> java.util.stream.Stream.ofNullable(one.references()))
                        .forEach(tables::add);
            } else if (each instanceof Alteration.AttachPartition attach) {
                tables.add(attach.partition());
            }
        }
        return tables;
    }

    private static boolean gentle(Alteration alteration) {
        return alteration instanceof Alteration.ValidateConstraint
                || alteration instanceof Alteration.DetachPartition detach && detach.concurrently()
                || alteration instanceof Alteration.SetOptions;
    }
}

package dev.lockkeeper.lint.postgres;

import dev.lockkeeper.lint.Facts;
import dev.lockkeeper.lint.Remark;
import dev.lockkeeper.lint.sql.Alteration;
import dev.lockkeeper.lint.sql.Alteration.AttachPartition;
import dev.lockkeeper.lint.sql.Alteration.DetachPartition;
import dev.lockkeeper.lint.sql.Constraint.Kind;
import dev.lockkeeper.plan.Level;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Partitions that come and go. */
final class PartitionRules {
    private PartitionRules() {}

    static List<Draft> rules() {
        return List.of(
                Draft.change(
                        "require-concurrent-partition-detach",
                        Level.BLOCKING,
                        "Detaching a partition blocks reads and writes of the whole table.",
                        DetachPartition.class,
                        PartitionRules::detached),
                Draft.change(
                        "attaching-partition",
                        Level.ADVISORY,
                        "Without a valid check of its bounds the new partition is read in full under an exclusive"
                                + " lock.",
                        AttachPartition.class,
                        PartitionRules::attached));
    }

    private static @Nullable Remark detached(Site site, DetachPartition detach) {
        if (detach.concurrently()) {
            return null;
        }
        boolean can = site.server().since(14);
        return site.fact(
                "Detaching " + detach.partition() + " waits for everybody who uses " + site.table()
                        + ", and blocks reads and writes of all its partitions meanwhile"
                        + site.server().later(14, "can do it concurrently"),
                can
                        ? Safer.beside(
                                site.in(),
                                "alter table " + site.sql() + " detach partition " + Names.sql(detach.partition())
                                        + " concurrently")
                        : "");
    }

    private static @Nullable Remark attached(Site site, AttachPartition attach) {
        Site partition = new Site(site.in(), attach.partition());
        boolean checked = partition
                        .facts()
                        .map(Facts.Table::checks)
                        .filter(all -> !all.isEmpty())
                        .isPresent()
                || Migrated.alterations(site.in(), attach.partition())
                        .anyMatch(each -> each instanceof Alteration.ValidateConstraint
                                || each instanceof Alteration.AddConstraint add
                                        && add.constraint().kind() == Kind.CHECK
                                        && !add.notValid());
        return partition.isNew() || checked
                ? null
                : partition.remark(
                        "Attaching " + attach.partition() + " to " + site.table()
                                + " reads all of it under a lock that blocks its reads and writes, unless a valid"
                                + " check says that its rows are within the bounds",
                        "");
    }
}

package dev.lockkeeper.lint.postgres;

import dev.lockkeeper.lint.Case;
import dev.lockkeeper.lint.sql.Act;
import dev.lockkeeper.lint.sql.Alteration;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Statements that work beside readers and writers, which they can only outside a transaction. */
final class Concurrently {
    private Concurrently() {}

    /** The words of the statement, null when it is none of them. */
    static @Nullable String said(Act act) {
        if (act instanceof Act.CreateIndex index && index.concurrently()) {
            return "create index concurrently";
        }
        if (act instanceof Act.DropIndex drop && drop.concurrently()) {
            return "drop index concurrently";
        }
        if (act instanceof Act.Reindex reindex && reindex.concurrently()) {
            return "reindex concurrently";
        }
        return detached(act) == null ? null : "detach partition concurrently";
    }

    static Alteration.@Nullable DetachPartition detached(Act act) {
        if (act instanceof Act.AlterTable alter) {
            for (Alteration each : alter.alterations()) {
                if (each instanceof Alteration.DetachPartition detach && detach.concurrently()) {
                    return detach;
                }
            }
        }
        return null;
    }

    /** The same statement, which is right as it is once it stands outside. */
    static String alone(Case in, Act act) {
        if (act instanceof Act.CreateIndex index) {
            return index.unique()
                    ? ""
                    : Safer.beside(in, IndexText.concurrently(in.statement().text(), index));
        }
        if (act instanceof Act.DropIndex drop) {
            return Safer.beside(
                    in,
                    "drop index concurrently "
                            + drop.indexes().stream().map(Names::sql).collect(Collectors.joining(", ")));
        }
        if (act instanceof Act.Reindex reindex) {
            return Safer.beside(in, "reindex " + reindex.what() + " concurrently " + Names.sql(reindex.name()));
        }
        Alteration.DetachPartition detach = detached(act);
        return act instanceof Act.AlterTable alter && detach != null
                ? Safer.beside(
                        in,
                        "alter table " + Names.sql(alter.table()) + " detach partition " + Names.sql(detach.partition())
                                + " concurrently")
                : "";
    }
}

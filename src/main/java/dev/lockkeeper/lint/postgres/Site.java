package dev.lockkeeper.lint.postgres;

import dev.lockkeeper.lint.Case;
import dev.lockkeeper.lint.Facts;
import dev.lockkeeper.lint.Remark;
import dev.lockkeeper.lint.sql.ObjectName;
import dev.lockkeeper.plan.Level;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A table that a statement touches, with what is said of it in every message. */
record Site(Case in, ObjectName table) {

    /** Fewer rows are read or written while nobody has noticed. */
    static final long SMALL = 10_000;

    /** From here on a scan or a rewrite takes long enough to be an outage. */
    static final long LARGE = 1_000_000;

    boolean isNew() {
        return isNew(in, table);
    }

    /** Whether the migration itself made the table, by this name or without the usual schema. */
    static boolean isNew(Case in, ObjectName table) {
        return in.isNew(table)
                || table.schema() == null && in.isNew(new ObjectName("public", table.name()))
                || "public".equals(table.schema()) && in.isNew(ObjectName.of(table.name()));
    }

    Optional<Facts.Table> facts() {
        return in.table(table);
    }

    /** The table as SQL names it. */
    String sql() {
        return Names.sql(table);
    }

    /** The server's estimate, null when it is not known. */
    @Nullable
    Long rows() {
        return facts().map(Facts.Table::rows).orElse(null);
    }

    boolean large() {
        Long rows = rows();
        return rows != null && rows >= LARGE;
    }

    boolean small() {
        Long rows = rows();
        return rows != null && rows < SMALL;
    }

    /** The danger with the target's numbers, and what to do about it; less serious on a small table. */
    Remark remark(String danger, String saferWay) {
        Remark remark = Remark.of(danger + Numbers.andWaiting(this) + ".", saferWay);
        return small() ? remark.at(Level.ADVISORY) : remark;
    }

    /** As {@link #remark}, and in the way of a launch on a large table. */
    Remark growing(String danger, String saferWay) {
        Remark remark = remark(danger, saferWay);
        return large() ? remark.at(Level.BLOCKING) : remark;
    }

    /** Danger that neither the size of the table nor a lock makes worse. */
    Remark fact(String danger, String saferWay) {
        return Remark.of(danger + Numbers.of(this) + ".", saferWay);
    }

    /** Statements under time-outs where nobody else has set them. */
    String safer(String... statements) {
        return Safer.way(in, statements);
    }

    Server server() {
        return Server.of(in);
    }

    String column(String name) {
        return table.name() + "." + name;
    }
}

package dev.lockkeeper.lint.postgres;

import dev.lockkeeper.lint.Case;
import dev.lockkeeper.lint.Facts;
import dev.lockkeeper.lint.Remark;
import dev.lockkeeper.lint.sql.Act;
import dev.lockkeeper.lint.sql.Alteration;
import dev.lockkeeper.lint.sql.ObjectName;
import dev.lockkeeper.lint.sql.Parsed;
import dev.lockkeeper.plan.Level;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Indexes that are made, rebuilt and dropped. */
final class IndexRules {
    private IndexRules() {}

    static List<Draft> rules() {
        return List.of(
                Draft.act(
                        "require-concurrent-index-creation",
                        Level.BLOCKING,
                        "Building an index keeps writers away until it is done.",
                        Act.CreateIndex.class,
                        IndexRules::created),
                Draft.act(
                        "require-concurrent-index-deletion",
                        Level.BLOCKING,
                        "Dropping an index waits for all readers and writers of its table and blocks those who come"
                                + " later.",
                        Act.DropIndex.class,
                        IndexRules::dropped),
                Draft.act(
                        "require-concurrent-reindex",
                        Level.BLOCKING,
                        "Rebuilding an index keeps writers away, and readers that would use it.",
                        Act.Reindex.class,
                        IndexRules::rebuilt),
                Draft.any(
                        "ban-concurrent-index-creation-in-transaction",
                        Level.BLOCKING,
                        "What is done concurrently cannot run in a transaction and fails there.",
                        (in, act) -> inTransaction(in, act)),
                Draft.act(
                                "concurrent-index-corruption",
                                Level.ADVISORY,
                                "PostgreSQL 14.0 to 14.3 build indexes concurrently that may miss rows.",
                                Act.CreateIndex.class,
                                (in, index) -> index.concurrently() ? corrupt(in, "create index concurrently") : null)
                        .orAct(
                                Act.Reindex.class,
                                (in, index) -> index.concurrently() ? corrupt(in, "reindex concurrently") : null),
                Draft.act(
                        "concurrent-index-if-not-exists",
                        Level.ADVISORY,
                        "If not exists takes the invalid index of an interrupted build for the wanted one.",
                        Act.CreateIndex.class,
                        IndexRules::leftover),
                Draft.act(
                        "unique-index-needs-check",
                        Level.ADVISORY,
                        "A unique index on rows that are there fails at the end of its build if one value is there"
                                + " twice.",
                        Act.CreateIndex.class,
                        IndexRules::unique),
                Draft.act(
                        "dropping-index-of-constraint",
                        Level.BLOCKING,
                        "An index that a constraint has taken over cannot be dropped; the constraint has to go.",
                        Act.DropIndex.class,
                        IndexRules::taken));
    }

    private static @Nullable Remark created(Case in, Act.CreateIndex index) {
        Site site = new Site(in, index.table());
        if (index.concurrently() || site.isNew()) {
            return null;
        }
        return site.remark(
                        "Building " + called(index) + " keeps every writer of " + site.table()
                                + " away until it is done",
                        Safer.beside(in, checked(site, index)))
                .with(IndexPlans.created(site, index));
    }

    private static String called(Act.CreateIndex index) {
        return index.index() == null ? "the index" : "the index " + index.index();
    }

    /** The statement with the word, after a look for duplicates where it would fail on them. */
    private static String[] checked(Site site, Act.CreateIndex index) {
        String create = IndexText.concurrently(site.in().statement().text(), index);
        return index.unique() && IndexText.plain(index) && !Duplicates.asked(site)
                ? new String[] {Duplicates.query(site, index.parts()), create}
                : index.unique() && !Duplicates.asked(site)
                        ? new String[] {"select count(*) from " + site.sql(), create}
                        : new String[] {create};
    }

    private static @Nullable Remark dropped(Case in, Act.DropIndex drop) {
        List<ObjectName> old =
                drop.indexes().stream().filter(index -> !madeHere(in, index)).toList();
        if (drop.concurrently() || old.isEmpty()) {
            return null;
        }
        String[] drops = old.stream()
                .map(index -> "drop index concurrently " + (drop.ifExists() ? "if exists " : "") + Names.sql(index))
                .toArray(String[]::new);
        String danger = "Dropping " + Names.said(old)
                + " waits for everybody who uses its table, and blocks reads and writes of those who come later";
        String way = Safer.beside(in, drops);
        return IndexPlans.owner(in, old.getFirst())
                .map(site -> site.remark(danger, way)
                        .with(
                                old.size() == 1
                                        ? IndexPlans.dropped(
                                                site, old.getFirst().name())
                                        : null))
                .orElseGet(() -> Remark.of(danger + ".", way));
    }

    /** An index of a table that the migration has made. */
    private static boolean madeHere(Case in, ObjectName index) {
        return in.before().stream()
                .map(Parsed::act)
                .anyMatch(act -> act instanceof Act.CreateIndex create
                        && index.name().equals(create.index())
                        && Site.isNew(in, create.table()));
    }

    private static @Nullable Remark rebuilt(Case in, Act.Reindex reindex) {
        if (reindex.concurrently() || reindex.what().equals("table") && Site.isNew(in, reindex.name())) {
            return null;
        }
        Server server = Server.of(in);
        boolean can = server.since(12) && !reindex.what().equals("system");
        return new Site(in, reindex.name())
                .remark(
                        "Rebuilding " + reindex.what() + " " + reindex.name()
                                + " keeps writers away, and readers that would use it, until it is done"
                                + server.later(12, "can do it concurrently"),
                        can
                                ? Safer.beside(
                                        in, "reindex " + reindex.what() + " concurrently " + Names.sql(reindex.name()))
                                : "");
    }

    private static @Nullable Remark inTransaction(Case in, Act act) {
        String what = Concurrently.said(act);
        if (what == null || !in.inTransaction()) {
            return null;
        }
        Remark remark = Remark.of(
                "'" + what
                        + "' cannot run in a transaction: the server refuses it there, and everything before it in the"
                        + " transaction is undone.",
                Concurrently.alone(in, act));
        return act instanceof Act.CreateIndex index
                ? remark.with(IndexPlans.created(new Site(in, index.table()), index))
                : remark;
    }

    private static @Nullable Remark corrupt(Case in, String what) {
        Facts.Version version = in.facts().version();
        if (version == null || version.major() != 14 || version.minor() > 3) {
            return null;
        }
        Remark remark = Remark.of(
                "This is PostgreSQL " + version + ", and up to 14.3 '" + what
                        + "' may leave rows out of the index; update the server to 14.4 or later first.",
                "");
        return in.facts().joined() ? remark.at(Level.BLOCKING) : remark;
    }

    private static @Nullable Remark leftover(Case in, Act.CreateIndex index) {
        String name = index.index();
        if (!index.concurrently() || !index.ifNotExists() || name == null || in.inTransaction()) {
            return null;
        }
        ObjectName full = new ObjectName(index.table().schema(), name);
        return Remark.of(
                        "After an interrupted build " + name
                                + " is there and invalid, and 'if not exists' takes it for the wanted index.",
                        Safer.beside(
                                in,
                                "drop index concurrently if exists " + Names.sql(full),
                                index.unique()
                                        ? uniqueAgain(in, index)
                                        : IndexText.concurrently(in.statement().text(), index)))
                .with(IndexPlans.created(new Site(in, index.table()), index));
    }

    private static String uniqueAgain(Case in, Act.CreateIndex index) {
        String[] lines = checked(new Site(in, index.table()), index);
        return java.util.Arrays.stream(lines).collect(Collectors.joining(";\n"));
    }

    private static @Nullable Remark unique(Case in, Act.CreateIndex index) {
        Site site = new Site(in, index.table());
        if (!index.unique() || site.isNew() || Duplicates.asked(site)) {
            return null;
        }
        return site.fact(
                        "The build of " + called(index) + " fails at its end, and leaves an invalid index, if "
                                + site.table() + " has a value twice",
                        Safer.beside(in, checked(site, index)))
                .with(IndexPlans.created(site, index));
    }

    private static @Nullable Remark taken(Case in, Act.DropIndex drop) {
        for (ObjectName index : drop.indexes()) {
            for (Parsed before : in.before()) {
                String constraint = takenBy(before.act(), index.name());
                if (constraint != null && before.act() instanceof Act.AlterTable alter) {
                    return Remark.of(
                            "The constraint " + constraint + " has taken " + index.name()
                                    + " over, so that dropping the index fails.",
                            new Site(in, alter.table())
                                    .safer("alter table " + Names.sql(alter.table()) + " drop constraint "
                                            + Names.sql(constraint)));
                }
            }
        }
        return null;
    }

    private static @Nullable String takenBy(Act act, String index) {
        if (act instanceof Act.AlterTable alter) {
            for (Alteration each : alter.alterations()) {
                if (each instanceof Alteration.AddConstraint add && add.usingIndex() != null) {
                    String name = add.constraint().name() == null
                            ? add.usingIndex()
                            : add.constraint().name();
                    if (index.equals(add.usingIndex()) || index.equals(name)) {
                        return name;
                    }
                }
            }
        }
        return null;
    }
}

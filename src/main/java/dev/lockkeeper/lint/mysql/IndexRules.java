package dev.lockkeeper.lint.mysql;

import dev.lockkeeper.lint.Case;
import dev.lockkeeper.lint.Remark;
import dev.lockkeeper.lint.Rule;
import dev.lockkeeper.lint.sql.Act;
import dev.lockkeeper.lint.sql.Alteration;
import dev.lockkeeper.plan.Level;
import java.util.List;

/** Indexes that are added and dropped. */
final class IndexRules {

    static final List<Rule> ALL = List.of(
            new Rule(
                    "adding-fulltext-or-spatial-index",
                    Level.BLOCKING,
                    "These indexes are built while nobody can write, and the first fulltext index of a table writes it anew.",
                    IndexRules::kinds),
            new Rule(
                    "adding-unique-index",
                    Level.ADVISORY,
                    "The build goes through all rows and fails at its end when two are the same.",
                    IndexRules::unique),
            new Rule(
                    "drop-index-without-invisible",
                    Level.ADVISORY,
                    "A query that needed the index is slow at once, and making it again takes long; an index that is invisible first is back"
                            + " in a moment.",
                    IndexRules::dropped));

    private IndexRules() {}

    private static List<Remark> kinds(Case in) {
        return Altered.ofExisting(in).stream()
                .flatMap(altered -> altered.each(Alteration.AddIndex.class)
                        .filter(index -> index.kind() != null)
                        .map(index -> altered.site()
                                .growing(
                                        "The " + index.kind() + " index on "
                                                + altered.site().column(String.join(", ", index.parts()))
                                                + " is built while nobody can write "
                                                + altered.site().table(),
                                        "")))
                .toList();
    }

    private static List<Remark> unique(Case in) {
        return Altered.ofExisting(in).stream()
                .flatMap(altered -> altered.each(Alteration.AddIndex.class)
                        .filter(Alteration.AddIndex::unique)
                        .map(index -> altered.site()
                                .fact(
                                        "The unique index on " + altered.site().column(String.join(", ", index.parts()))
                                                + " is built to the end before a duplicate makes it fail; look for duplicates first",
                                        Safer.lines(PhasedPlans.duplicates(
                                                altered.site().table(), index)))
                                .with(PhasedPlans.createIndex(altered.site().table(), index))))
                .toList();
    }

    private static List<Remark> dropped(Case in) {
        Altered altered = Altered.ofExisting(in).orElse(null);
        if (altered == null) {
            return List.of();
        }
        Site site = altered.site();
        boolean mariadb = site.server().mariadb();
        return altered.each(Alteration.DropIndex.class)
                .filter(drop -> in.before().stream().noneMatch(one -> hides(one.act(), site, drop.index())))
                .map(drop -> {
                    String danger = "Whether a query needs " + drop.index()
                            + " shows only when it is gone, and making it again goes through" + " all rows; make it "
                            + (mariadb ? "ignored" : "invisible") + " first and wait";
                    String hide = "alter index " + Names.sql(drop.index()) + " " + (mariadb ? "ignored" : "invisible");
                    return site.fact(danger, site.alter(hide, Way.METADATA))
                            .with(PhasedPlans.dropIndex(site.table(), drop.index(), mariadb));
                })
                .toList();
    }

    private static boolean hides(Act act, Site site, String index) {
        return act instanceof Act.AlterTable alter
                && alter.table().equals(site.table())
                && alter.alterations().stream()
                        .anyMatch(one -> one instanceof Alteration.IndexVisibility hidden
                                && !hidden.visible()
                                && hidden.index().equalsIgnoreCase(index));
    }
}

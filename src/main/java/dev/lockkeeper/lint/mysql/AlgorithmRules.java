package dev.lockkeeper.lint.mysql;

import dev.lockkeeper.lint.Case;
import dev.lockkeeper.lint.Remark;
import dev.lockkeeper.lint.Rule;
import dev.lockkeeper.lint.sql.Act;
import dev.lockkeeper.lint.sql.Alteration;
import dev.lockkeeper.lint.sql.ColumnDef.Generated;
import dev.lockkeeper.lint.sql.Constraint;
import dev.lockkeeper.lint.sql.ObjectName;
import dev.lockkeeper.plan.Level;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How a change of a table asks to be carried out. */
final class AlgorithmRules {

    static final List<Rule> ALL = List.of(
            new Rule(
                    "require-algorithm-and-lock",
                    Level.ADVISORY,
                    "Without an algorithm and a lock by name the server silently copies the table under a lock where it has nothing better.",
                    AlgorithmRules::unsaid),
            new Rule(
                    "copy-algorithm",
                    Level.BLOCKING,
                    "algorithm=copy writes every row into a new table while nobody can write, where a gentler way is there.",
                    AlgorithmRules::copy),
            new Rule(
                    "lock-shared-or-exclusive",
                    Level.BLOCKING,
                    "lock=shared keeps writers away and lock=exclusive readers too, for as long as the change takes.",
                    AlgorithmRules::lock),
            new Rule(
                    "several-alters-of-one-table",
                    Level.ADVISORY,
                    "Each statement writes the table anew or reads all of it; one statement does it once.",
                    AlgorithmRules::several),
            new Rule(
                    "column-position",
                    Level.ADVISORY,
                    "first and after make the server write the table anew where a column at the end is there at once.",
                    AlgorithmRules::position));

    private AlgorithmRules() {}

    private static List<Remark> unsaid(Case in) {
        Altered altered = Altered.ofExisting(in).orElse(null);
        if (altered == null
                || altered.alterations().isEmpty()
                || !altered.alterations().stream().allMatch(AlgorithmRules::mayAsk)) {
            return List.of();
        }
        Way way = altered.way();
        boolean another = way.blocksWrites() || way == Way.UNKNOWN || altered.adds(Constraint.Kind.PRIMARY_KEY);
        boolean unlocked = "none".equals(altered.online().lock());
        if (another
                || altered.asks("copy")
                || altered.asks("instant")
                || altered.neverCopies() && unlocked
                || altered.online().lock() != null && !unlocked) {
            return List.of();
        }
        Site site = altered.site();
        String danger = "This " + way.words() + " on " + site.server()
                + ", but it does not say so: where the table cannot be changed so, " + site.table()
                + " is copied while nobody can write; add " + way.options();
        return List.of(site.growing(danger, asking(altered, way)).with(plan(altered)));
    }

    /** Nothing where another rule has something against the statement, however it asks. */
    private static String asking(Altered altered, Way way) {
        boolean clean = Stream.of(
                        ColumnRules.ALL, TypeRules.ALL, KeyRules.ALL, IndexRules.ALL, DropRules.ALL, TableRules.ALL)
                .flatMap(List::stream)
                .allMatch(rule -> rule.look().apply(altered.site().in()).isEmpty());
        return clean ? Reworded.asking(altered, way) : "";
    }

    /** Where the words stand elsewhere or another rule speaks of the change. */
    private static boolean mayAsk(Alteration alteration) {
        return !(alteration instanceof Alteration.Partitions
                || alteration instanceof Alteration.RenameTable
                || alteration instanceof Alteration.Other);
    }

    private static @Nullable String plan(Altered altered) {
        if (altered.alterations().size() != 1) {
            return null;
        }
        ObjectName table = altered.site().table();
        Alteration only = altered.alterations().getFirst();
        if (only instanceof Alteration.AddIndex index && !index.unique()) {
            return PhasedPlans.createIndex(table, index);
        }
        boolean plain = only instanceof Alteration.AddColumn add
                && !add.moved()
                && add.column().constraints().isEmpty()
                && add.column().generated() == Generated.NO
                && !(add.column().notNull() && add.column().defaultValue() == null);
        return plain ? PhasedPlans.addColumn(table, ((Alteration.AddColumn) only).column()) : null;
    }

    private static List<Remark> copy(Case in) {
        Altered altered = Altered.ofExisting(in).orElse(null);
        if (altered == null || !altered.asks("copy") || altered.way() == Way.COPY) {
            return List.of();
        }
        String danger = "algorithm=copy writes every row of " + altered.site().table()
                + " into a new table while nobody can write; " + altered.site().server()
                + " does this in another way: it "
                + altered.way().words();
        return List.of(altered.site().growing(danger, asking(altered, altered.way())));
    }

    private static List<Remark> lock(Case in) {
        Altered altered = Altered.ofExisting(in).orElse(null);
        if (altered == null || altered.online().lock() == null) {
            return List.of();
        }
        boolean exclusive = altered.online().lock().equals("exclusive");
        boolean shared =
                altered.online().lock().equals("shared") && !altered.way().blocksWrites();
        if (!exclusive && !shared || altered.asks("copy") && altered.way() != Way.COPY) {
            return List.of();
        }
        String danger = "lock=" + altered.online().lock() + " keeps " + (exclusive ? "readers and writers" : "writers")
                + " of " + altered.site().table() + " waiting until the change is done";
        return List.of(
                altered.site().growing(danger, altered.way().blocksWrites() ? "" : asking(altered, altered.way())));
    }

    private static List<Remark> several(Case in) {
        Altered altered = Altered.ofExisting(in).orElse(null);
        if (altered == null || !altered.way().takesLong()) {
            return List.of();
        }
        long before = in.before().stream()
                .filter(one -> one.number() != in.statement().number()
                        && one.act() instanceof Act.AlterTable other
                        && other.table().equals(altered.site().table())
                        && altered.site().ways().of(other.alterations()).takesLong())
                .count();
        if (before == 0) {
            return List.of();
        }
        String danger = "This is statement " + (before + 1) + " of the migration that goes through all rows of "
                + altered.site().table() + "; put their changes into one alter table";
        return List.of(altered.site().growing(danger, ""));
    }

    private static List<Remark> position(Case in) {
        Altered altered = Altered.ofExisting(in).orElse(null);
        if (altered == null) {
            return List.of();
        }
        Site site = altered.site();
        return altered.each(Alteration.AddColumn.class)
                .filter(add -> add.moved() && site.ways().of(add) == Way.REBUILD)
                .map(add -> {
                    Alteration last = new Alteration.AddColumn(add.column(), add.ifNotExists(), false);
                    String danger = "On " + site.server() + " a column that is not the last one makes the server write "
                            + site.table() + " anew; " + add.column().name()
                            + " at the end needs no more than a moment from MySQL 8.0.12 on";
                    String change = "add column " + Names.column(add.column().name(), add.column());
                    return site.growing(danger, site.alter(change, site.ways().of(last)));
                })
                .toList();
    }
}

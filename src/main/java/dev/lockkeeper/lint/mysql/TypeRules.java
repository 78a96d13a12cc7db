package dev.lockkeeper.lint.mysql;

import dev.lockkeeper.lint.Case;
import dev.lockkeeper.lint.Remark;
import dev.lockkeeper.lint.Rule;
import dev.lockkeeper.lint.sql.Alteration;
import dev.lockkeeper.lint.sql.ColumnDef;
import dev.lockkeeper.plan.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Columns that get another type, another character set or other labels. */
final class TypeRules {

    static final List<Rule> ALL = List.of(
            new Rule(
                    "changing-column-type",
                    Level.BLOCKING,
                    "Another type makes the server copy the table while nobody can write.",
                    in -> redefined(in, TypeRules::type)),
            new Rule(
                    "changing-character-set",
                    Level.BLOCKING,
                    "Another character set makes the server copy the table while nobody can write.",
                    TypeRules::characterSet),
            new Rule(
                    "enum-value-removed",
                    Level.BLOCKING,
                    "Rows with a label that goes away make the statement fail or lose their value, and the table is copied to find out.",
                    in -> redefined(in, (site, one) -> labels(site, one, TypeChange.LABELS_REMOVED))),
            new Rule(
                    "enum-value-reordered",
                    Level.BLOCKING,
                    "Labels are stored by their number: in another order the table is copied, and what sorts by them sorts differently.",
                    in -> redefined(in, (site, one) -> labels(site, one, TypeChange.LABELS_REORDERED))),
            new Rule(
                    "enum-value-inserted",
                    Level.BLOCKING,
                    "A label before others changes their numbers, so the table is copied; behind the last one it needs a moment.",
                    in -> redefined(in, (site, one) -> labels(site, one, TypeChange.LABELS_INSERTED))),
            new Rule(
                    "enum-size-crossing",
                    Level.BLOCKING,
                    "With the 256th label of an enum, or the 9th, 17th, 25th or 33rd of a set, each row needs more bytes and the table is"
                            + " copied.",
                    in -> redefined(in, (site, one) -> labels(site, one, TypeChange.LABELS_GROW))));

    private TypeRules() {}

    private static List<Remark> redefined(Case in, BiFunction<Altered, Alteration.Redefine, @Nullable Remark> look) {
        return Altered.ofExisting(in).stream()
                .flatMap(altered -> altered.each(Alteration.Redefine.class).map(one -> look.apply(altered, one)))
                .filter(Objects::nonNull)
                .toList();
    }

    private static @Nullable Remark type(Altered altered, Alteration.Redefine one) {
        Site site = altered.site();
        String before = site.ways().typeBefore(one.column());
        if (before == null) {
            return charset(one.to()) || altered.neverCopies() ? null : unknown(altered, one);
        }
        return switch (TypeChange.of(before, one.to().type())) {
            case SAME, LENGTHENED, LABELS_APPENDED, LABELS_REMOVED, LABELS_REORDERED, LABELS_INSERTED, LABELS_GROW ->
                null;
            case MAY_COPY -> altered.neverCopies() ? null : longer(altered, one, before);
            case OTHER -> {
                String danger =
                        site.column(one.column()) + " becomes " + one.to().type() + " instead of " + before
                                + ": the table is copied row by row while nobody can write";
                yield replaced(site, one, danger);
            }
        };
    }

    private static Remark unknown(Altered altered, Alteration.Redefine one) {
        String danger = "If " + altered.site().column(one.column()) + " is not "
                + one.to().type()
                + " already, the table is copied while nobody can write; its type is not known here, because no target was named"
                + " or the column is not there";
        return altered.site().growing(danger, asking(altered, one));
    }

    private static Remark longer(Altered altered, Alteration.Redefine one, String before) {
        String danger = altered.site().column(one.column()) + " grows from " + before + " to "
                + one.to().type()
                + ": where its longest value gets more than 255 bytes, the table is copied while nobody can write";
        return altered.site().growing(danger, asking(altered, one));
    }

    /** A statement that renames the column as well is not offered again: that breaks whoever uses the old name. */
    private static String asking(Altered altered, Alteration.Redefine one) {
        return one.to().name().equalsIgnoreCase(one.column()) ? Reworded.asking(altered, Way.UNKNOWN) : "";
    }

    private static Remark replaced(Site site, Alteration.Redefine one, String danger) {
        String to = Names.with(one.to().name(), "_new");
        String change = "add column " + Names.sql(to) + " " + Names.type(one.to());
        return site.growing(danger, site.alter(change, ColumnRules.last(site)))
                .with(PhasedPlans.replaceColumn(site.table(), one.column(), to, Names.type(one.to())));
    }

    private static boolean charset(ColumnDef column) {
        return column.extras().stream()
                .anyMatch(extra -> extra.startsWith("character set") || extra.startsWith("collate"));
    }

    private static List<Remark> characterSet(Case in) {
        Altered altered = Altered.ofExisting(in).orElse(null);
        if (altered == null) {
            return List.of();
        }
        Site site = altered.site();
        List<Remark> remarks = new ArrayList<>();
        altered.each(Alteration.ConvertCharacterSet.class).forEach(one -> {
            String danger = "Every text of " + site.table() + " is converted to " + one.characterSet()
                    + ": the table is copied row by row while nobody can write";
            String change = "default character set " + one.characterSet();
            remarks.add(site.growing(danger, site.alter(change, Way.METADATA)));
        });
        altered.each(Alteration.Redefine.class)
                .filter(one -> charset(one.to()) && !altered.neverCopies() && !otherType(site, one))
                .forEach(one -> {
                    String danger = "If " + site.column(one.column())
                            + " has another character set or collation today, the table is copied while nobody can write";
                    remarks.add(replaced(site, one, danger));
                });
        return remarks;
    }

    private static boolean otherType(Site site, Alteration.Redefine one) {
        String before = site.ways().typeBefore(one.column());
        return before != null && TypeChange.of(before, one.to().type()) == TypeChange.OTHER;
    }

    private static @Nullable Remark labels(Altered altered, Alteration.Redefine one, TypeChange wanted) {
        Site site = altered.site();
        String before = site.ways().typeBefore(one.column());
        if (before == null || TypeChange.of(before, one.to().type()) != wanted) {
            return null;
        }
        String column = site.column(one.column());
        String danger =
                switch (wanted) {
                    case LABELS_REMOVED ->
                        column
                                + " loses a label: the statement fails, or changes rows that have it, after copying the table";
                    case LABELS_REORDERED ->
                        column + " has its labels in another order: the table is copied while nobody can write";
                    case LABELS_INSERTED ->
                        column + " gets a label before others: the table is copied while nobody can write";
                    default ->
                        column + " needs more bytes for so many labels: the table is copied while nobody can write";
                };
        Remark remark = replaced(site, one, danger);
        return wanted == TypeChange.LABELS_INSERTED
                ? site.growing(danger, appended(site, one, before)).with(remark.plan())
                : remark;
    }

    /** The same labels, the new ones behind the old ones. */
    private static String appended(Site site, Alteration.Redefine one, String before) {
        List<String> old = TypeChange.list(before);
        List<String> all = Stream.concat(
                        old.stream(), TypeChange.list(one.to().type()).stream().filter(label -> !old.contains(label)))
                .toList();
        String type = TypeChange.labelled(one.to().type()) + "(" + String.join(",", all) + ")";
        ColumnDef to = one.to();
        ColumnDef safer = new ColumnDef(
                one.column(),
                type,
                to.notNull(),
                to.nullable(),
                to.defaultValue(),
                to.generated(),
                false,
                List.of(),
                to.extras());
        return site.alter("modify column " + Names.column(one.column(), safer), Way.INSTANT);
    }
}

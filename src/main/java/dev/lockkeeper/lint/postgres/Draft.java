package dev.lockkeeper.lint.postgres;

import dev.lockkeeper.lint.Case;
import dev.lockkeeper.lint.Remark;
import dev.lockkeeper.lint.sql.Act;
import dev.lockkeeper.lint.sql.Alteration;
import dev.lockkeeper.lint.sql.ColumnDef;
import dev.lockkeeper.plan.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A rule before {@link Precedence} has settled who speaks where two say the same. */
record Draft(String id, Level usual, String danger, Function<Case, List<Found>> look) {

    /** What a rule has against one thing; null for nothing. */
    interface Look<T> {
        @Nullable
        Remark at(Site site, T what);
    }

    /** What a rule has against a statement that is not about one table; null for nothing. */
    interface Glance<T> {
        @Nullable
        Remark at(Case in, T act);
    }

    /** Looks at each change of that kind to a table that was there before the migration. */
    static <A extends Alteration> Draft change(String id, Level usual, String danger, Class<A> kind, Look<A> look) {
        return new Draft(id, usual, danger, in -> changes(in, kind, look, false));
    }

    /** Looks at statements of that kind. */
    static <T extends Act> Draft act(String id, Level usual, String danger, Class<T> kind, Glance<T> look) {
        return new Draft(id, usual, danger, in -> {
            Act act = in.statement().act();
            Remark remark = kind.isInstance(act) ? look.at(in, kind.cast(act)) : null;
            return remark == null ? List.of() : List.of(new Found(Found.WHOLE, remark));
        });
    }

    /** Looks at each column that is made, in a new table too: for matters of style. */
    static Draft column(String id, Level usual, String danger, Look<ColumnDef> look) {
        return new Draft(id, usual, danger, in -> {
            if (in.statement().act() instanceof Act.CreateTable create) {
                return columns(new Site(in, create.table()), create.columns(), look);
            }
            return changes(in, Alteration.AddColumn.class, (site, add) -> look.at(site, add.column()), true);
        });
    }

    /** Looks at the statement as a whole, whatever it does. */
    static Draft any(String id, Level usual, String danger, Glance<Act> look) {
        return act(id, usual, danger, Act.class, look);
    }

    /** The same rule, also for another kind of change. */
    <A extends Alteration> Draft orChange(Class<A> kind, Look<A> look) {
        return or(change(id, usual, danger, kind, look));
    }

    /** The same rule, also for another kind of statement. */
    <T extends Act> Draft orAct(Class<T> kind, Glance<T> look) {
        return or(act(id, usual, danger, kind, look));
    }

    private Draft or(Draft other) {
        return new Draft(id, usual, danger, in -> {
            List<Found> all = new ArrayList<>(look.apply(in));
            all.addAll(other.look.apply(in));
            return all;
        });
    }

    private static <A extends Alteration> List<Found> changes(Case in, Class<A> kind, Look<A> look, boolean newToo) {
        if (!(in.statement().act() instanceof Act.AlterTable alter)) {
            return List.of();
        }
        Site site = new Site(in, alter.table());
        List<Found> found = new ArrayList<>();
        for (int i = 0; i < alter.alterations().size() && (newToo || !site.isNew()); i++) {
            Alteration each = alter.alterations().get(i);
            Remark remark = kind.isInstance(each) ? look.at(site, kind.cast(each)) : null;
            if (remark != null) {
                found.add(new Found(i, remark));
            }
        }
        return found;
    }

    private static List<Found> columns(Site site, List<ColumnDef> columns, Look<ColumnDef> look) {
        List<Found> found = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            Remark remark = look.at(site, columns.get(i));
            if (remark != null) {
                found.add(new Found(i, remark));
            }
        }
        return found;
    }
}

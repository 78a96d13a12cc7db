package dev.lockkeeper.lint.mysql;

import dev.lockkeeper.lint.Case;
import dev.lockkeeper.lint.Remark;
import dev.lockkeeper.lint.Rule;
import dev.lockkeeper.lint.sql.Act;
import dev.lockkeeper.lint.sql.Alteration;
import dev.lockkeeper.lint.sql.ColumnDef;
import dev.lockkeeper.lint.sql.Constraint;
import dev.lockkeeper.lint.sql.Constraint.Kind;
import dev.lockkeeper.lint.sql.ObjectName;
import dev.lockkeeper.plan.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Keys and constraints. */
final class KeyRules {

    static final List<Rule> ALL = List.of(
            new Rule(
                    "adding-primary-key-constraint",
                    Level.BLOCKING,
                    "The table is written anew in the order of the key; without algorithm and lock by name it may be copied while nobody writes.",
                    KeyRules::primaryKey),
            new Rule(
                    "dropping-primary-key",
                    Level.BLOCKING,
                    "The table is copied while nobody can write, and afterwards replicas look for each row in the whole table.",
                    KeyRules::dropped),
            new Rule(
                    "adding-foreign-key-constraint",
                    Level.BLOCKING,
                    "The table is copied to look at every row while nobody can write it, and the other table is locked at both ends.",
                    KeyRules::foreignKey),
            new Rule(
                    "adding-check-constraint",
                    Level.BLOCKING,
                    "The table is copied to look at every row while nobody can write.",
                    KeyRules::check),
            new Rule(
                    "table-without-primary-key",
                    Level.ADVISORY,
                    "Replicas look for each changed row in the whole table, and nothing can walk it in chunks.",
                    KeyRules::without),
            new Rule(
                    "ignored-inline-reference",
                    Level.ADVISORY,
                    "MySQL reads a references at a column and makes no foreign key of it.",
                    KeyRules::inline));

    private KeyRules() {}

    private static List<Remark> primaryKey(Case in) {
        Altered altered = Altered.ofExisting(in).orElse(null);
        if (altered == null
                || !altered.adds(Kind.PRIMARY_KEY)
                || altered.asks("inplace")
                || altered.way().blocksWrites()) {
            return List.of();
        }
        String danger = "All rows of " + altered.site().table() + " are written anew in the order of the primary key,"
                + " and unless it is asked for in place, a copy keeps writers away meanwhile";
        return List.of(altered.site().growing(danger, Reworded.asking(altered, Way.REBUILD)));
    }

    private static List<Remark> dropped(Case in) {
        Altered altered = Altered.ofExisting(in).orElse(null);
        if (altered == null || altered.adds(Kind.PRIMARY_KEY)) {
            return List.of();
        }
        return altered.each(Alteration.DropConstraint.class)
                .filter(drop -> drop.kind() == Kind.PRIMARY_KEY)
                .map(drop -> altered.site()
                        .growing(
                                "Without its primary key " + altered.site().table()
                                        + " is copied while nobody can write; dropped and made anew in one statement it is written beside writers",
                                ""))
                .toList();
    }

    private static List<Remark> foreignKey(Case in) {
        Altered altered = Altered.ofExisting(in).orElse(null);
        if (altered == null) {
            return List.of();
        }
        Site site = altered.site();
        return altered.constraints()
                .filter(one -> one.kind() == Kind.FOREIGN_KEY)
                .filter(one -> site.ways().of(new Alteration.AddConstraint(one, false, null)) == Way.COPY)
                .map(one -> {
                    String danger = site.table() + " is copied to look at every row while nobody can write it, and "
                            + one.references()
                            + " is locked at both ends; with foreign_key_checks = 0 the key is made in place and looks at no row that is"
                            + " there, so look for orphans yourself";
                    return site.growing(danger, unchecked(site, one));
                })
                .toList();
    }

    private static String unchecked(Site site, Constraint key) {
        ObjectName to = Objects.requireNonNull(key.references());
        String name = key.name() == null ? "" : "constraint " + Names.sql(key.name()) + " ";
        String alter = "alter table " + site.sql() + " add " + name + "foreign key (" + Names.parts(key.columns())
                + ") references " + Names.sql(to) + " (" + Names.parts(key.referenced()) + "), " + Way.BUILD.options();
        return Safer.way(
                site.in(),
                "set session foreign_key_checks = 0",
                alter,
                "set session foreign_key_checks = 1",
                orphans(site, key, to));
    }

    private static String orphans(Site site, Constraint key, ObjectName to) {
        List<String> same = new ArrayList<>();
        List<String> present = new ArrayList<>();
        IntStream.range(0, Math.min(key.columns().size(), key.referenced().size()))
                .forEach(i -> {
                    String column = "child." + Names.sql(key.columns().get(i));
                    same.add("parent." + Names.sql(key.referenced().get(i)) + " = " + column);
                    present.add(column + " is not null");
                });
        return "select count(*) from " + site.sql() + " as child where " + String.join(" and ", present)
                + " and not exists (select 1 from " + Names.sql(to) + " as parent where " + String.join(" and ", same)
                + ")";
    }

    private static List<Remark> check(Case in) {
        Altered altered = Altered.ofExisting(in).orElse(null);
        if (altered == null) {
            return List.of();
        }
        Site site = altered.site();
        return Stream.concat(
                        altered.each(Alteration.AddConstraint.class)
                                .filter(add -> !add.notValid())
                                .map(Alteration.AddConstraint::constraint),
                        altered.each(Alteration.AddColumn.class)
                                .flatMap(add -> add.column().constraints().stream())
                                .filter(one -> !site.ways().unasked(one)))
                .filter(one -> one.kind() == Kind.CHECK)
                .map(one -> site.growing(
                        site.table() + " is copied while nobody can write, to check every row"
                                + (one.name() == null ? "" : " for " + one.name())
                                + "; there is no way to add a check beside writers",
                        ""))
                .toList();
    }

    private static List<Remark> without(Case in) {
        if (!(in.statement().act() instanceof Act.CreateTable create)
                || create.temporary()
                || create.columns().isEmpty()
                || keys(create).anyMatch(key -> key.kind() == Kind.PRIMARY_KEY || usable(create, key))) {
            return List.of();
        }
        Remark remark = Remark.of(
                create.table()
                        + " has no primary key: replicas look for each changed row in the whole table, and nothing can walk it"
                        + " in chunks.",
                "");
        return List.of(remark);
    }

    private static Stream<Constraint> keys(Act.CreateTable create) {
        return Stream.concat(
                create.constraints().stream(),
                create.columns().stream().flatMap(column -> column.constraints().stream()));
    }

    private static boolean usable(Act.CreateTable create, Constraint key) {
        return key.kind() == Kind.UNIQUE
                && create.columns().stream()
                        .filter(ColumnDef::notNull)
                        .map(ColumnDef::name)
                        .toList()
                        .containsAll(key.columns());
    }

    private static List<Remark> inline(Case in) {
        if (Server.of(in).mariadb() || !Server.of(in).known()) {
            return List.of();
        }
        List<ColumnDef> columns = in.statement().act() instanceof Act.CreateTable create
                ? create.columns()
                : Altered.of(in).map(altered -> altered.columns().toList()).orElse(List.of());
        return columns.stream()
                .filter(column -> column.has(Kind.FOREIGN_KEY))
                .map(column -> Remark.of(
                        "The references at " + column.name() + " makes no foreign key on " + Server.of(in)
                                + "; write foreign key (" + column.name() + ") references as a part of its own.",
                        ""))
                .toList();
    }
}

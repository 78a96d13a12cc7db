package dev.lockkeeper.lint.mysql;

import dev.lockkeeper.lint.Case;
import dev.lockkeeper.lint.sql.Act;
import dev.lockkeeper.lint.sql.Alteration;
import dev.lockkeeper.lint.sql.ColumnDef;
import dev.lockkeeper.lint.sql.Constraint;
import dev.lockkeeper.lint.sql.ObjectName;
import dev.lockkeeper.lint.sql.Online;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The changes of a table by one statement; {@code create index} and {@code drop index} are changes of their table as well. */
record Altered(Site site, List<Alteration> alterations, Online online) {

    /** Empty for other statements. */
    static Optional<Altered> of(Case in) {
        return switch (in.statement().act()) {
            case Act.AlterTable alter -> Optional.of(altered(in, alter.table(), alter.alterations(), alter.online()));
            case Act.CreateIndex create -> {
                Alteration add =
                        new Alteration.AddIndex(create.index(), create.parts(), create.unique(), create.method());
                yield Optional.of(altered(in, create.table(), List.of(add), create.online()));
            }
            case Act.DropIndex drop -> drop(in, drop);
            default -> Optional.empty();
        };
    }

    /** Empty for tables that the migration itself has made: nobody uses them yet. */
    static Optional<Altered> ofExisting(Case in) {
        return of(in).filter(altered -> !altered.site().isNew());
    }

    private static Optional<Altered> drop(Case in, Act.DropIndex drop) {
        ObjectName table = drop.table();
        if (table == null) {
            return Optional.empty();
        }
        List<Alteration> dropped = drop.indexes().stream()
                .<Alteration>map(index -> new Alteration.DropIndex(index.name()))
                .toList();
        return Optional.of(altered(in, table, dropped, drop.online()));
    }

    private static Altered altered(Case in, ObjectName table, List<Alteration> alterations, Online online) {
        return new Altered(new Site(in, table), List.copyOf(alterations), online);
    }

    <T extends Alteration> Stream<T> each(Class<T> kind) {
        return alterations.stream().filter(kind::isInstance).map(kind::cast);
    }

    /** Columns that are added or defined anew. */
    Stream<ColumnDef> columns() {
        return Stream.concat(
                each(Alteration.AddColumn.class).map(Alteration.AddColumn::column),
                each(Alteration.Redefine.class).map(Alteration.Redefine::to));
    }

    Way way() {
        return site.ways().of(alterations);
    }

    /** Constraints that are added, at columns too; not what the server ignores. */
    Stream<Constraint> constraints() {
        return Stream.concat(
                each(Alteration.AddConstraint.class).map(Alteration.AddConstraint::constraint),
                each(Alteration.AddColumn.class)
                        .flatMap(add -> add.column().constraints().stream())
                        .filter(constraint -> !site.ways().ignored(constraint)));
    }

    boolean adds(Constraint.Kind kind) {
        return constraints().anyMatch(constraint -> constraint.kind() == kind);
    }

    /** Whether it names an algorithm that never copies: the server then refuses what it cannot do so. */
    boolean neverCopies() {
        return asks("instant") || asks("inplace") || asks("nocopy");
    }

    boolean asks(String algorithm) {
        return algorithm.equals(online.algorithm());
    }
}

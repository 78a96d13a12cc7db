package dev.lockkeeper.measure;

import dev.lockkeeper.lint.sql.Act;
import dev.lockkeeper.lint.sql.Alteration;
import dev.lockkeeper.lint.sql.ObjectName;
import java.util.List;
import java.util.Set;

/** What may be done on the copy, and what becomes of the copy when something is not done there. */
final class AllowedActs {

    static final String ONLY = "only changes of tables and indexes are measured";

    /** What the copy does not have anyway. */
    private static final Set<String> UNCOPIED = Set.of("function", "procedure", "view", "materialized view");

    private AllowedActs() {}

    enum Way {
        /** In a transaction of its own, in which the locks are read. */
        MEASURED,
        /** For its effect only, since it does not run in a transaction. */
        APPLIED
    }

    /** What an act that was not run has changed that the copy does not show. */
    sealed interface Gap {
        /** Nothing that locks depend on. */
        record Nothing() implements Gap {}

        record Tables(List<ObjectName> tables) implements Gap {}

        record Everything() implements Gap {}
    }

    /** @throws NotMeasured for all that is not on the list */
    static Way way(Act act) {
        return switch (act) {
            case Act.CreateTable create -> {
                if (create.temporary() || create.filled()) {
                    throw new NotMeasured("a temporary or filled table is not made there");
                }
                yield Way.MEASURED;
            }
            case Act.AlterTable alter -> way(alter);
            case Act.CreateIndex create -> create.concurrently() ? Way.APPLIED : Way.MEASURED;
            case Act.DropIndex drop -> drop.concurrently() ? Way.APPLIED : Way.MEASURED;
            case Act.DropTable drop -> Way.MEASURED;
            case Act.Reindex reindex -> {
                if (!Set.of("index", "table").contains(reindex.what())) {
                    throw new NotMeasured(ONLY);
                }
                yield reindex.concurrently() ? Way.APPLIED : Way.MEASURED;
            }
            case Act.Rename rename -> {
                if (!Set.of("index", "table").contains(rename.kind())) {
                    throw new NotMeasured(ONLY);
                }
                yield Way.MEASURED;
            }
            case Act.Insert insert -> throw rows();
            case Act.Update update -> throw rows();
            case Act.Delete delete -> throw rows();
            case Act.Truncate truncate -> throw rows();
            case Act.Maintain maintain -> throw rows();
            case Act.Block block -> throw new NotMeasured("a block of code is not run there");
            case Act.Unreadable unreadable -> throw new NotMeasured("it cannot be read");
            case Act.Drop drop -> throw new NotMeasured(ONLY);
            case Act.Create create -> throw new NotMeasured(ONLY);
            case Act.AddEnumValue add -> throw new NotMeasured(ONLY);
            case Act.RenameEnumValue rename -> throw new NotMeasured(ONLY);
            case Act.CreateTrigger create -> throw new NotMeasured(ONLY);
            case Act.DropTrigger drop -> throw new NotMeasured(ONLY);
            case Act.CreateFunction create -> throw new NotMeasured(ONLY);
            case Act.RefreshView refresh -> throw new NotMeasured(ONLY);
            case Act.LockTables lock -> throw new NotMeasured(ONLY);
            case Act.Select select -> throw new NotMeasured(ONLY);
            case Act.Begin begin -> throw new NotMeasured(ONLY);
            case Act.Commit commit -> throw new NotMeasured(ONLY);
            case Act.Rollback rollback -> throw new NotMeasured(ONLY);
            case Act.Set set -> throw new NotMeasured(ONLY);
            case Act.RenameTables rename -> throw new NotMeasured(ONLY);
            case Act.Other other -> throw new NotMeasured(ONLY);
        };
    }

    private static Way way(Act.AlterTable alter) {
        Way way = Way.MEASURED;
        for (Alteration alteration : alter.alterations()) {
            if (way(alteration) == Way.APPLIED) {
                way = Way.APPLIED;
            }
        }
        return way;
    }

    private static Way way(Alteration alteration) {
        return switch (alteration) {
            case Alteration.AddColumn a -> Way.MEASURED;
            case Alteration.DropColumn a -> Way.MEASURED;
            case Alteration.ChangeType a -> Way.MEASURED;
            case Alteration.SetDefault a -> Way.MEASURED;
            case Alteration.DropDefault a -> Way.MEASURED;
            case Alteration.SetNotNull a -> Way.MEASURED;
            case Alteration.DropNotNull a -> Way.MEASURED;
            case Alteration.AddIdentity a -> Way.MEASURED;
            case Alteration.AddConstraint a -> Way.MEASURED;
            case Alteration.ValidateConstraint a -> Way.MEASURED;
            case Alteration.DropConstraint a -> Way.MEASURED;
            case Alteration.RenameColumn a -> Way.MEASURED;
            case Alteration.RenameTable a -> Way.MEASURED;
            case Alteration.RenamePart a -> Way.MEASURED;
            case Alteration.SetSchema a -> Way.MEASURED;
            case Alteration.AttachPartition a -> Way.MEASURED;
            case Alteration.DetachPartition a -> a.concurrently() ? Way.APPLIED : Way.MEASURED;
            case Alteration.SetLogged a -> Way.MEASURED;
            case Alteration.SetOptions a -> Way.MEASURED;
            case Alteration.RowSecurity a -> Way.MEASURED;
            case Alteration.Triggers a -> throw new NotMeasured("triggers are not copied");
            case Alteration.SetTablespace a -> throw new NotMeasured("tablespaces are not copied");
            case Alteration.Other a ->
                throw new NotMeasured("this change of a table is not on the list of what is run there");
            case Alteration.Redefine a -> throw mysql();
            case Alteration.AddIndex a -> throw mysql();
            case Alteration.DropIndex a -> throw mysql();
            case Alteration.IndexVisibility a -> throw mysql();
            case Alteration.Partitions a -> throw mysql();
            case Alteration.ConvertCharacterSet a -> throw mysql();
            case Alteration.Rebuild a -> throw mysql();
        };
    }

    private static NotMeasured rows() {
        return new NotMeasured("it works on rows, and the copy has none");
    }

    private static NotMeasured mysql() {
        return new NotMeasured("PostgreSQL has no such change");
    }

    /** In doubt everything. */
    static Gap gap(Act act) {
        return switch (act) {
            case Act.Insert a -> new Gap.Nothing();
            case Act.Update a -> new Gap.Nothing();
            case Act.Delete a -> new Gap.Nothing();
            case Act.Truncate a -> new Gap.Nothing();
            case Act.Maintain a -> new Gap.Nothing();
            case Act.CreateTrigger a -> new Gap.Nothing();
            case Act.DropTrigger a -> new Gap.Nothing();
            case Act.CreateFunction a -> new Gap.Nothing();
            case Act.RefreshView a -> new Gap.Nothing();
            case Act.LockTables a -> new Gap.Nothing();
            case Act.Select a -> a.into() == null ? new Gap.Nothing() : new Gap.Tables(List.of(a.into()));
            case Act.Begin a -> new Gap.Nothing();
            case Act.Commit a -> new Gap.Nothing();
            case Act.AddEnumValue a -> new Gap.Nothing();
            case Act.RenameEnumValue a -> new Gap.Nothing();
            // What a rolled back statement did on the copy stays there.
            case Act.Rollback a -> new Gap.Everything();
            // search_path decides which tables are meant.
            case Act.Set a -> a.name().equals("search_path") ? new Gap.Everything() : new Gap.Nothing();
            case Act.CreateTable a -> new Gap.Tables(List.of(a.table()));
            case Act.AlterTable a -> new Gap.Tables(List.of(a.table()));
            case Act.CreateIndex a -> new Gap.Tables(List.of(a.table()));
            case Act.DropTable a -> new Gap.Tables(a.tables());
            case Act.DropIndex a -> new Gap.Everything();
            case Act.Reindex a -> new Gap.Nothing();
            case Act.Rename a -> new Gap.Everything();
            case Act.Drop a -> !a.cascade() && UNCOPIED.contains(a.kind()) ? new Gap.Nothing() : new Gap.Everything();
            case Act.Create a -> new Gap.Nothing();
            case Act.Block a -> new Gap.Everything();
            case Act.RenameTables a -> new Gap.Everything();
            case Act.Unreadable a -> new Gap.Everything();
            case Act.Other a -> quiet(a.kind()) ? new Gap.Nothing() : new Gap.Everything();
        };
    }

    private static boolean quiet(String kind) {
        return kind.startsWith("comment") || kind.startsWith("grant") || kind.startsWith("revoke");
    }
}

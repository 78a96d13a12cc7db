package dev.lockkeeper.lint;

import dev.lockkeeper.lint.sql.Act;
import dev.lockkeeper.lint.sql.Alteration;
import dev.lockkeeper.lint.sql.ObjectName;
import dev.lockkeeper.plan.Engine;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which tables the migration has made so far: nobody uses them yet. */
final class MadeTables {

    private static final String PUBLIC = "public";

    private final Engine engine;
    private final Facts facts;
    private final Set<ObjectName> names = new HashSet<>();
    private Set<ObjectName> seen = Set.of();

    MadeTables(Engine engine, Facts facts) {
        this.engine = engine;
        this.facts = facts;
    }

    /** As of now; the same set until something changes. */
    Set<ObjectName> now() {
        return seen;
    }

    void forget() {
        names.clear();
        seen = Set.of();
    }

    void note(Act act) {
        boolean changed =
                switch (act) {
                    case Act.CreateTable create -> made(create);
                    case Act.Select select -> select.into() != null && add(select.into());
                    case Act.DropTable drop ->
                        drop.tables().stream().filter(this::remove).count() > 0;
                    case Act.Rename rename ->
                        rename.kind().equals("table") && renamed(rename.name(), ObjectName.of(rename.to()));
                    case Act.AlterTable alter ->
                        alter.alterations().stream()
                                        .filter(one -> one instanceof Alteration.RenameTable to
                                                && renamed(alter.table(), to.to()))
                                        .count()
                                > 0;
                    default -> false;
                };
        if (changed) {
            seen = Set.copyOf(names);
        }
    }

    /** With {@code if not exists} it may be there already; the target tells, if one was named. */
    private boolean made(Act.CreateTable create) {
        boolean there = create.ifNotExists() && facts.table(create.table()).isPresent();
        return !there && add(create.table());
    }

    private boolean renamed(ObjectName from, ObjectName to) {
        String schema = to.schema() == null ? from.schema() : to.schema();
        return remove(from) && add(new ObjectName(schema, to.name()));
    }

    private boolean add(ObjectName name) {
        ObjectName other = otherSpelling(name);
        boolean added = names.add(name);
        return other == null ? added : names.add(other) || added;
    }

    private boolean remove(ObjectName name) {
        ObjectName other = otherSpelling(name);
        boolean removed = names.remove(name);
        return other == null ? removed : names.remove(other) || removed;
    }

    /** What a script makes without a schema is in {@code public} unless somebody has changed the search path. */
    private @Nullable ObjectName otherSpelling(ObjectName name) {
        if (engine != Engine.POSTGRESQL) {
            return null;
        }
        if (name.schema() == null) {
            return new ObjectName(PUBLIC, name.name());
        }
        return name.schema().equals(PUBLIC) ? ObjectName.of(name.name()) : null;
    }
}

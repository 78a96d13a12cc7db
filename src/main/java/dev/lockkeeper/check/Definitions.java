package dev.lockkeeper.check;

import dev.lockkeeper.plan.Identifier;
import dev.lockkeeper.plan.Phase;
import dev.lockkeeper.plan.Plan;
import dev.lockkeeper.plan.Step;
import dev.lockkeeper.plan.TableName;
import dev.lockkeeper.target.TableShape;
import dev.lockkeeper.target.TargetSession;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the tables of a plan are made of, without what Lockkeeper or the plan itself makes; and what differs between two looks. */
final class Definitions {
    private Definitions() {}

    private static final String OURS = "lockkeeper";

    /** Table to what it has ({@code column name}) to its definition; a table that is not there is left out. */
    static Map<String, Map<String, String>> of(Plan plan, TargetSession session) {
        Set<TableName> tables = new LinkedHashSet<>();
        plan.phases().forEach(phase -> tables.addAll(TouchedTables.of(phase)));
        Set<String> own = own(plan);
        Map<String, Map<String, String>> found = new TreeMap<>();
        for (TableName table : tables) {
            if (TouchedTables.created(plan, table).isEmpty()) {
                session.table(table).ifPresent(shape -> found.put(table.toString(), of(shape, own)));
            }
        }
        return found;
    }

    private static Map<String, String> of(TableShape shape, Set<String> own) {
        Map<String, String> has = new TreeMap<>();
        shape.columns()
                .forEach(column -> put(
                        has,
                        own,
                        "column",
                        column.name(),
                        column.type()
                                + (column.nullable() ? "" : " not null")
                                + (column.defaultSql() == null ? "" : " default " + column.defaultSql())));
        shape.indexes().forEach(index -> put(has, own, "index", index.name(), index.definition()));
        shape.triggers().forEach(trigger -> put(has, own, "trigger", trigger, "there"));
        shape.constraints().forEach(text -> {
            String name = text.contains(" ") ? text.substring(0, text.indexOf(' ')) : text;
            put(has, own, "constraint", name, text.substring(name.length()).strip());
        });
        return has;
    }

    private static void put(Map<String, String> has, Set<String> own, String sort, String name, String definition) {
        if (!own.contains(name) && !name.contains(OURS) && !definition.contains(OURS)) {
            has.put(sort + " " + name, definition);
        }
    }

    /** What the plan makes, changes or takes away is different after its first phase, as it should be. */
    private static Set<String> own(Plan plan) {
        Set<String> own = new HashSet<>();
        for (Phase phase : plan.phases()) {
            for (Step step : phase.steps()) {
                switch (step) {
                    case Step.AddColumn s -> own.add(s.column().name().text());
                    case Step.DropColumn s ->
                        own.addAll(List.of(s.column().text(), s.column().text() + "__dropped"));
                    case Step.KeepInSync s -> s.set().keySet().forEach(name -> own.add(name.text()));
                    case Step.CreateIndex s -> own.add(s.index().text());
                    case Step.DropIndex s -> own.add(s.index().text());
                    case Step.SetNotNull s ->
                        s.columns().stream().map(Identifier::text).forEach(own::add);
                    case Step.AddCheck s -> own.add(s.constraint().text());
                    case Step.CreateTable s -> {}
                    case Step.StopSync s -> {}
                    case Step.Backfill s -> {}
                    case Step.Verify s -> {}
                    case Step.Assert s -> {}
                    case Step.RowCount s -> {}
                    case Step.Sql s -> {}
                    case Step.Wait s -> {}
                }
            }
        }
        return own;
    }

    /** A line for each that differs, in words. */
    static List<String> differences(Map<String, Map<String, String>> before, Map<String, Map<String, String>> now) {
        List<String> lines = new ArrayList<>();
        Set<String> tables = new TreeSet<>(before.keySet());
        tables.addAll(now.keySet());
        for (String table : tables) {
            Map<String, String> was = before.get(table);
            Map<String, String> is = now.get(table);
            if (was == null) {
                lines.add("table " + table + " is new");
            } else if (is == null) {
                lines.add("table " + table + " is gone");
            } else {
                lines.addAll(differences(table, was, is));
            }
        }
        return lines;
    }

    private static List<String> differences(String table, Map<String, String> was, Map<String, String> is) {
        List<String> lines = new ArrayList<>();
        Set<String> names = new TreeSet<>(was.keySet());
        names.addAll(is.keySet());
        for (String name : names) {
            String before = was.get(name);
            String now = is.get(name);
            String of = name + " of " + table;
            if (before == null) {
                lines.add(of + " is new: " + now);
            } else if (now == null) {
                lines.add(of + " is gone: it was " + before);
            } else if (!before.equals(now)) {
                lines.add(of + " was " + before + " and is " + now);
            }
        }
        return lines;
    }
}

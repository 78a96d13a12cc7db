package dev.lockkeeper.lint.mysql;

import dev.lockkeeper.lint.Case;
import dev.lockkeeper.lint.Remark;
import dev.lockkeeper.lint.Rule;
import dev.lockkeeper.lint.sql.Act;
import dev.lockkeeper.lint.sql.Alteration;
import dev.lockkeeper.plan.Level;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Whole tables. */
final class TableRules {

    private static final Set<String> MOVING = Set.of("by", "remove", "reorganize", "coalesce", "rebuild", "optimize");

    static final List<Rule> ALL = List.of(
            new Rule(
                    "optimize-table",
                    Level.ADVISORY,
                    "The table is written anew, and by a copy where it has a fulltext index, which optimize does not refuse.",
                    TableRules::optimize),
            new Rule(
                    "changing-partitions",
                    Level.BLOCKING,
                    "Rows are copied into other partitions while nobody can write, or are gone with theirs.",
                    TableRules::partitions),
            new Rule(
                    "changing-engine-or-row-format",
                    Level.ADVISORY,
                    "The table is written anew, and for another engine by a copy while nobody can write.",
                    TableRules::options),
            new Rule(
                    "myisam-engine",
                    Level.ADVISORY,
                    "MyISAM knows no transactions, locks whole tables and may lose rows in a crash; Lockkeeper cannot walk it.",
                    TableRules::myisam),
            new Rule(
                    "lock-tables",
                    Level.BLOCKING,
                    "Everybody else waits for the tables until the session gives them back or ends.",
                    TableRules::lock));

    private TableRules() {}

    private static List<Remark> optimize(Case in) {
        if (!(in.statement().act() instanceof Act.Maintain maintain)
                || !maintain.kind().equals("optimize table")) {
            return List.of();
        }
        return maintain.tables().stream()
                .map(table -> new Site(in, table))
                .filter(site -> !site.isNew())
                .map(site -> site.growing(
                        site.table()
                                + " is written anew, and nothing refuses when that takes a copy while nobody can write",
                        site.alter("force", Way.REBUILD)))
                .toList();
    }

    private static List<Remark> partitions(Case in) {
        return Altered.ofExisting(in).stream()
                .flatMap(altered -> altered.each(Alteration.Partitions.class).flatMap(one -> {
                    Site site = altered.site();
                    if (one.what().equals("drop") || one.what().equals("truncate")) {
                        return Stream.of(
                                site.fact("The rows of the partitions of " + site.table() + " are gone for good", ""));
                    }
                    String danger =
                            "Rows of " + site.table() + " are copied into other partitions while nobody can write";
                    return MOVING.contains(one.what()) ? Stream.of(site.growing(danger, "")) : Stream.empty();
                }))
                .toList();
    }

    private static List<Remark> options(Case in) {
        Altered altered = Altered.ofExisting(in).orElse(null);
        if (altered == null) {
            return List.of();
        }
        Site site = altered.site();
        boolean asked = altered.neverCopies() && "none".equals(altered.online().lock());
        return altered.each(Alteration.SetOptions.class)
                .filter(options -> site.ways().of(options).takesLong()
                        && !(asked && site.ways().of(options) == Way.REBUILD))
                .map(options -> {
                    Way way = site.ways().of(options);
                    String danger = String.join(", ", options.names()) + " of " + site.table() + " " + way.words();
                    return site.growing(
                            danger, altered.way().blocksWrites() ? "" : Reworded.asking(altered, altered.way()));
                })
                .toList();
    }

    private static List<Remark> myisam(Case in) {
        Act act = in.statement().act();
        Stream<String> options = act instanceof Act.CreateTable create && !create.temporary()
                ? create.options().stream()
                : Altered.of(in).stream().flatMap(altered -> altered.each(Alteration.SetOptions.class)
                        .flatMap(one -> one.names().stream()));
        return options.filter("engine myisam"::equals)
                .limit(1)
                .map(option -> Remark.of(
                        "A MyISAM table knows no transactions, is locked as a whole by every write and may lose rows in a crash.",
                        ""))
                .toList();
    }

    private static List<Remark> lock(Case in) {
        if (in.statement().act().equals(new Act.Other(Acts.READ_LOCK))) {
            return List.of(Remark.of(
                    "Everybody who writes waits until this session gives the lock back, and it waits itself for the longest"
                            + " statement that runs, while all that come after it queue.",
                    ""));
        }
        if (!(in.statement().act() instanceof Act.LockTables lock)) {
            return List.of();
        }
        String who = lock.mode().equals("write") ? "reads or writes" : "writes";
        return lock.tables().stream()
                .map(table -> new Site(in, table))
                .filter(site -> !site.isNew())
                .map(site -> site.fact(
                        "Everybody who " + who + " " + site.table() + " waits until this session gives it back", ""))
                .toList();
    }
}

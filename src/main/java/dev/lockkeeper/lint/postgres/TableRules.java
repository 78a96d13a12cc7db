package dev.lockkeeper.lint.postgres;

import dev.lockkeeper.lint.Case;
import dev.lockkeeper.lint.Remark;
import dev.lockkeeper.lint.sql.Act;
import dev.lockkeeper.lint.sql.Alteration;
import dev.lockkeeper.lint.sql.ObjectName;
import dev.lockkeeper.plan.Level;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What takes a table away from everybody for a while: rewrites, locks, triggers. */
final class TableRules {

    /** Modes under which others can still write. */
    private static final Set<String> MILD =
            Set.of("access share", "row share", "row exclusive", "share update exclusive");

    private TableRules() {}

    static List<Draft> rules() {
        return List.of(
                Draft.act(
                        "prefer-repack",
                        Level.BLOCKING,
                        "Vacuum full and cluster write the table anew under a lock that blocks reads and writes.",
                        Act.Maintain.class,
                        TableRules::repack),
                Draft.act(
                        "lock-table",
                        Level.ADVISORY,
                        "The lock stays until the transaction ends, and everybody who comes later waits behind it.",
                        Act.LockTables.class,
                        TableRules::locked),
                Draft.change(
                        "set-logged",
                        Level.BLOCKING,
                        "Changing between logged and unlogged writes the table anew under an exclusive lock.",
                        Alteration.SetLogged.class,
                        (site, set) -> site.growing(
                                "Setting " + site.table() + (set.logged() ? " logged" : " unlogged")
                                        + " writes it anew under a lock that blocks reads and writes"
                                        + (set.logged() ? "" : ", and replicas and a crash lose its rows"),
                                "")),
                Draft.change(
                                "set-tablespace",
                                Level.BLOCKING,
                                "Moving a table copies it under a lock that blocks reads and writes.",
                                Alteration.SetTablespace.class,
                                (site, set) -> site.growing(
                                        "Moving " + site.table() + " to " + set.tablespace()
                                                + " copies all of it under a lock that blocks reads and writes",
                                        ""))
                        .orAct(Act.Other.class, (in, other) -> moved(other.kind())),
                Draft.change(
                                "disable-trigger",
                                Level.ADVISORY,
                                "What the trigger keeps true is no longer kept for anybody.",
                                Alteration.Triggers.class,
                                TableRules::trigger)
                        .orAct(Act.Set.class, (in, set) -> replica(set)),
                Draft.act(
                        "adding-trigger",
                        Level.ADVISORY,
                        "A trigger takes a lock that waits for all writers, and then runs in each of their"
                                + " transactions.",
                        Act.CreateTrigger.class,
                        TableRules::added),
                Draft.act(
                        "require-concurrent-refresh",
                        Level.ADVISORY,
                        "A refresh keeps everybody from reading the view until it is done.",
                        Act.RefreshView.class,
                        TableRules::refreshed),
                Draft.change(
                        "enabling-row-security",
                        Level.ADVISORY,
                        "Without a policy nobody but the owner sees a row from then on.",
                        Alteration.RowSecurity.class,
                        TableRules::secured));
    }

    private static @Nullable Remark repack(Case in, Act.Maintain maintain) {
        boolean full = maintain.kind().equals("vacuum full") || maintain.kind().equals("cluster");
        if (!full) {
            return null;
        }
        String what = maintain.tables().isEmpty() ? "every table of the database" : Names.said(maintain.tables());
        String danger = maintain.kind() + " writes " + what + " anew under a lock that blocks reads and writes"
                + Server.of(in).later(19, "has repack (concurrently)");
        if (maintain.tables().isEmpty()) {
            return Remark.of(danger + ".", "");
        }
        Site site = new Site(in, maintain.tables().getFirst());
        return site.isNew()
                ? null
                : site.growing(danger, in.inTransaction() ? "" : "vacuum (analyze) " + site.sql() + ";");
    }

    private static @Nullable Remark locked(Case in, Act.LockTables lock) {
        List<ObjectName> old =
                lock.tables().stream().filter(table -> !Site.isNew(in, table)).toList();
        return MILD.contains(lock.mode()) || old.isEmpty()
                ? null
                : new Site(in, old.getFirst())
                        .remark(
                                "The lock on " + Names.said(old) + " in mode " + lock.mode() + " blocks "
                                        + (lock.mode().equals("access exclusive") ? "reads and writes" : "writes")
                                        + " until the transaction ends",
                                "");
    }

    private static @Nullable Remark trigger(Site site, Alteration.Triggers triggers) {
        return triggers.enabled()
                ? null
                : site.fact(
                        "While the trigger " + triggers.trigger() + " of " + site.table()
                                + " is disabled, it is so for every session, and what it keeps true is not kept",
                        "");
    }

    private static @Nullable Remark added(Case in, Act.CreateTrigger trigger) {
        Site site = new Site(in, trigger.table());
        if (site.isNew() || site.small()) {
            return null;
        }
        return site.fact(
                "Creating " + trigger.trigger() + " waits for everybody who writes " + site.table()
                        + ", blocks writes meanwhile, and then runs in each of their transactions",
                "");
    }

    private static @Nullable Remark refreshed(Case in, Act.RefreshView refresh) {
        return refresh.concurrently() || Migrated.creates(in, refresh.view())
                ? null
                : new Site(in, refresh.view())
                        .remark(
                                "Nobody can read " + refresh.view() + " until the refresh is done",
                                "refresh materialized view concurrently " + Names.sql(refresh.view()) + ";");
    }

    private static @Nullable Remark secured(Site site, Alteration.RowSecurity security) {
        boolean policy = Migrated.alterations(site.in(), site.table())
                .anyMatch(each ->
                        each instanceof Alteration.Other other && other.text().startsWith("create policy"));
        return !security.enabled() || policy
                ? null
                : site.fact(
                        "Without a policy nobody but its owner sees a row of " + site.table() + " from then on", "");
    }

    /** Of what has no table of its own in the statement: indexes, materialized views, all of a tablespace. */
    private static @Nullable Remark moved(String what) {
        return switch (what) {
            case "alter index set tablespace", "alter materialized view set tablespace" ->
                Remark.of(
                        "Moving it copies all of it under a lock that blocks whoever reads it."
                                + (what.startsWith("alter index")
                                        ? " Since version 14, 'reindex (tablespace …, concurrently)' moves an index beside"
                                                + " readers and writers."
                                        : ""),
                        "");
            case "alter table all", "alter index in tablespace", "alter materialized view in tablespace" ->
                Remark.of(
                        "Everything in the tablespace is copied in one transaction, each under a lock that blocks reads and"
                                + " writes until all are done.",
                        "");
            default -> null;
        };
    }

    private static @Nullable Remark replica(Act.Set set) {
        return set.name().equals("session_replication_role")
                        && set.value() != null
                        && !set.value().contains("origin")
                ? Remark.of(
                        "From here on no trigger fires for what this session writes: foreign keys are not checked, and"
                                + " what keeps columns in sync does not see the rows.",
                        "")
                : null;
    }
}

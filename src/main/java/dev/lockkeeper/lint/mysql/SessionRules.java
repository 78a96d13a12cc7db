package dev.lockkeeper.lint.mysql;

import dev.lockkeeper.lint.Case;
import dev.lockkeeper.lint.Remark;
import dev.lockkeeper.lint.Rule;
import dev.lockkeeper.lint.sql.Act;
import dev.lockkeeper.lint.sql.ObjectName;
import dev.lockkeeper.lint.sql.Parsed;
import dev.lockkeeper.plan.Level;
import java.util.List;
import java.util.Locale;

/** Time-outs, transactions and variables. */
final class SessionRules {

    static final List<Rule> ALL = List.of(
            new Rule(
                    "require-lock-timeout",
                    Level.ADVISORY,
                    "lock_wait_timeout is a year on MySQL and a day on MariaDB: while the change waits for one long transaction, everybody"
                            + " else waits behind it.",
                    SessionRules::timeout),
            new Rule(
                    "implicit-commit-in-transaction",
                    Level.BLOCKING,
                    "A statement that changes tables commits what the transaction has done so far; no rollback takes it back.",
                    SessionRules::implicitCommit),
            new Rule(
                    "setting-global-variable",
                    Level.ADVISORY,
                    "A variable of the server changes for everybody, and stays when the migration is over.",
                    SessionRules::global),
            new Rule(
                    "skipping-binary-log",
                    Level.BLOCKING,
                    "Replicas never see what is done without the binary log and differ from then on.",
                    SessionRules::binaryLog));

    private SessionRules() {}

    /** Only at the first statement that needs one; it holds for all after it. */
    private static List<Remark> timeout(Case in) {
        List<ObjectName> tables = changed(in, in.statement().act());
        boolean set = in.managed() || in.settings().containsKey("lock_wait_timeout");
        if (set || tables.isEmpty() || MariadbSyntax.of(in.statement().text()).waits() || saidBefore(in)) {
            return List.of();
        }
        Site site = new Site(in, tables.getFirst());
        String unit = site.server().mariadb() ? "a day" : "a year";
        String danger = "While this waits for the metadata lock of " + site.table()
                + ", everybody who comes after it waits as well, and without lock_wait_timeout that may take " + unit;
        return List.of(site.fact(danger, Safer.lines(Safer.TIMEOUT)));
    }

    private static boolean saidBefore(Case in) {
        return in.before().stream()
                .anyMatch(one -> one.number() != in.statement().number()
                        && !changed(in, one.act()).isEmpty());
    }

    /** Tables in use whose metadata lock the statement takes exclusively. */
    private static List<ObjectName> changed(Case in, Act act) {
        List<ObjectName> tables =
                switch (act) {
                    case Act.AlterTable alter -> List.of(alter.table());
                    case Act.CreateIndex create -> List.of(create.table());
                    case Act.DropIndex drop -> drop.table() == null ? List.of() : List.of(drop.table());
                    case Act.DropTable drop -> drop.tables();
                    case Act.Truncate truncate -> truncate.tables();
                    case Act.RenameTables rename -> rename.tables();
                    case Act.CreateTrigger trigger -> List.of(trigger.table());
                    case Act.LockTables lock -> lock.tables();
                    case Act.Maintain maintain -> maintain.kind().equals("analyze") ? List.of() : maintain.tables();
                    default -> List.of();
                };
        return tables.stream().filter(table -> !in.isNew(table)).toList();
    }

    private static List<Remark> implicitCommit(Case in) {
        if (!in.inTransaction() || !commits(in.statement().act())) {
            return List.of();
        }
        boolean last = in.transaction().getLast().equals(in.statement());
        List<Parsed> rest = in.transaction()
                .subList(
                        Math.min(
                                in.transaction().indexOf(in.statement()) + 1,
                                in.transaction().size()),
                        in.transaction().size());
        String after = last || rest.size() == 1 && rest.getFirst().act() instanceof Act.Commit
                ? ""
                : ", and what follows it is outside of it";
        String danger =
                "The server commits the transaction before this statement, so that no rollback takes back what came first"
                        + after + "; changes of tables belong outside of transactions.";
        return List.of(Remark.of(danger, ""));
    }

    private static boolean commits(Act act) {
        return switch (act) {
            case Act.CreateTable create -> !create.temporary();
            case Act.AlterTable ignored -> true;
            case Act.CreateIndex ignored -> true;
            case Act.DropIndex ignored -> true;
            case Act.DropTable ignored -> true;
            case Act.Truncate ignored -> true;
            case Act.RenameTables ignored -> true;
            case Act.Drop ignored -> true;
            case Act.Create ignored -> true;
            case Act.CreateFunction ignored -> true;
            case Act.CreateTrigger ignored -> true;
            case Act.DropTrigger ignored -> true;
            case Act.Maintain ignored -> true;
            case Act.LockTables ignored -> true;
            default -> false;
        };
    }

    private static List<Remark> global(Case in) {
        if (!(in.statement().act() instanceof Act.Set set)
                || !set.name().startsWith("global ") && !set.name().startsWith("persist ")) {
            return List.of();
        }
        String name = set.name().substring(set.name().indexOf(' ') + 1);
        return List.of(Remark.of(
                name + " changes for everybody on the server, and stays so when the migration is over.",
                Safer.lines("set session " + name + " = " + (set.value() == null ? "default" : set.value()))));
    }

    private static List<Remark> binaryLog(Case in) {
        boolean off = in.statement().act() instanceof Act.Set set
                && set.name().equals("sql_log_bin")
                && set.value() != null
                && List.of("0", "off", "false").contains(set.value().toLowerCase(Locale.ROOT));
        return off
                ? List.of(Remark.of("What follows never reaches the replicas: they differ from here on.", ""))
                : List.of();
    }
}

package dev.lockkeeper.lint.mysql;

import dev.lockkeeper.lint.Case;
import dev.lockkeeper.lint.Facts;
import dev.lockkeeper.lint.Remark;
import dev.lockkeeper.lint.Rule;
import dev.lockkeeper.lint.sql.Act;
import dev.lockkeeper.lint.sql.ObjectName;
import dev.lockkeeper.lint.sql.Parsed;
import dev.lockkeeper.plan.Engine;
import dev.lockkeeper.plan.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the rules say of a script, sent statement by statement. */
record Looked(List<Said> all) {

    static final MysqlRuleSet RULES = new MysqlRuleSet();
    static final Facts MYSQL_8_0 = mysql(8, 0, 11, Map.of());
    static final Facts MYSQL_8_4 = mysql(8, 4, 3, Map.of());
    static final Facts MARIADB = mariadb(Map.of());

    /** @param level that counts: the remark's own or the rule's usual one */
    record Said(String rule, Level level, Parsed statement, Remark remark) {}

    static Facts mysql(int major, int minor, int patch, Map<ObjectName, Facts.Table> tables) {
        return new Facts(new Facts.Version(major, minor, patch), false, true, tables, null, null);
    }

    static Facts mariadb(Map<ObjectName, Facts.Table> tables) {
        return new Facts(new Facts.Version(11, 4, 5), true, true, tables, null, null);
    }

    /** A table {@code t} of so many rows. */
    static Map<ObjectName, Facts.Table> table(long rows, Map<String, String> columns, String... notNull) {
        Facts.Table table =
                new Facts.Table(rows, rows * 100, 12.5, columns, List.of(notNull), List.of("PRIMARY"), Map.of());
        return Map.of(ObjectName.of("t"), table);
    }

    static Looked at(String script) {
        return at(script, Facts.NONE, false);
    }

    static Looked at(String script, Facts facts) {
        return at(script, facts, false);
    }

    static Looked at(String script, Facts facts, boolean managed) {
        List<Said> said = new ArrayList<>();
        for (Case in : cases(script, facts, managed)) {
            for (Rule rule : RULES.rules()) {
                rule.look()
                        .apply(in)
                        .forEach(remark -> said.add(new Said(
                                rule.id(),
                                Optional.ofNullable(remark.level()).orElse(rule.usual()),
                                in.statement(),
                                remark)));
            }
        }
        return new Looked(List.copyOf(said));
    }

    static List<Case> cases(String script, Facts facts, boolean managed) {
        List<Parsed> statements = RULES.reader().read(script).statements();
        Map<String, String> settings = new HashMap<>();
        Set<ObjectName> made = new HashSet<>();
        List<Case> cases = new ArrayList<>();
        for (int i = 0; i < statements.size(); i++) {
            Parsed statement = statements.get(i);
            cases.add(new Case(
                    Engine.MYSQL,
                    statement,
                    transaction(statements, i),
                    statements.subList(0, i),
                    statements.subList(i + 1, statements.size()),
                    made,
                    settings,
                    managed,
                    facts));
            if (statement.act() instanceof Act.Set set && set.value() != null) {
                settings.put(set.name(), set.value());
            } else if (statement.act() instanceof Act.CreateTable create) {
                made.add(create.table());
            }
        }
        return cases;
    }

    private static List<Parsed> transaction(List<Parsed> statements, int at) {
        int from = at;
        while (from >= 0 && !(statements.get(from).act() instanceof Act.Begin)) {
            if (from < at && statements.get(from).act() instanceof Act.Commit) {
                return List.of();
            }
            from--;
        }
        int to = at;
        while (to < statements.size() - 1 && !(statements.get(to).act() instanceof Act.Commit)) {
            to++;
        }
        return from < 0 ? List.of() : statements.subList(from, to + 1);
    }

    /** Those that count where no policy says otherwise. */
    List<Said> counting() {
        return all.stream()
                .filter(said -> RULES.rules().stream()
                        .anyMatch(rule -> rule.id().equals(said.rule()) && rule.usual() != Level.OFF))
                .toList();
    }

    List<String> ids() {
        return counting().stream().map(Said::rule).distinct().toList();
    }

    List<Said> of(String rule) {
        return all.stream().filter(said -> said.rule().equals(rule)).toList();
    }

    Said only(String rule) {
        List<Said> found = of(rule);
        if (found.size() != 1) {
            throw new AssertionError(rule + " said " + found.size() + " times: " + all);
        }
        return found.getFirst();
    }
}

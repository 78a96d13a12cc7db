package dev.lockkeeper.lint;

import dev.lockkeeper.lint.sql.Act;
import dev.lockkeeper.lint.sql.ObjectName;
import dev.lockkeeper.lint.sql.Parsed;
import dev.lockkeeper.plan.Engine;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** What an author's SQL would lock, statement by statement. */
@Component
public class LockForecast {

    private final List<RuleSet> sets;

    LockForecast(ObjectProvider<RuleSet> sets) {
        this.sets = sets.orderedStream().toList();
    }

    /**
     * SQL that is sent as one step.
     *
     * @param transaction whether all of it runs in one
     * @param made tables that the migration has created before: nobody uses them
     * @param facts asked once, with the tables that the statements name
     */
    public record Text(
            Engine engine,
            String sql,
            boolean transaction,
            Set<ObjectName> made,
            Function<Set<ObjectName>, Facts> facts) {}

    /** @param locks a line a table; empty when it locks nothing that matters, or when nobody can tell: see {@link #untold} */
    public record Told(Parsed statement, List<LockOf> locks) {

        /** Why nobody can tell what it locks; empty when what is told is all. */
        public Optional<String> untold() {
            return switch (statement.act()) {
                case Act.Unreadable act -> Optional.of("it cannot be read: " + act.why());
                case Act.Block act -> Optional.of("a block of code is not taken apart");
                case Act.CreateFunction act -> Optional.empty();
                case Act.Other act -> Optional.of("'" + act.kind() + "' is not taken apart");
                default -> Optional.empty();
            };
        }
    }

    /** Empty for an engine that lint does not know. */
    public Optional<List<Told>> of(Text text) {
        return sets.stream()
                .filter(set -> set.engine() == text.engine())
                .findFirst()
                .map(set -> told(set, text));
    }

    private static List<Told> told(RuleSet set, Text text) {
        List<Parsed> statements = set.reader().read(text.sql()).statements();
        Set<ObjectName> names = new LinkedHashSet<>();
        statements.forEach(statement -> NamedTables.of(statement.act()).forEach(names::add));
        Facts facts = text.facts().apply(names);
        MadeTables making = new MadeTables(text.engine(), facts);
        List<Told> told = new ArrayList<>();
        for (int i = 0; i < statements.size(); i++) {
            Parsed statement = statements.get(i);
            Set<ObjectName> made = new LinkedHashSet<>(text.made());
            made.addAll(making.now());
            Case subject = new Case(
                    text.engine(),
                    statement,
                    text.transaction() ? statements : List.of(),
                    statements.subList(0, i),
                    statements.subList(i + 1, statements.size()),
                    made,
                    Map.of(),
                    true,
                    facts);
            told.add(new Told(statement, set.locks(subject)));
            making.note(statement.act());
        }
        return List.copyOf(told);
    }
}

package dev.lockkeeper.lint;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.lint.sql.Act;
import dev.lockkeeper.lint.sql.ObjectName;
import dev.lockkeeper.plan.Engine;
import dev.lockkeeper.plan.Level;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Looks at SQL before it is sent, with every rule of its engine. Knows no person, no policy and no connection; callers bring those. */
@Component
public class Linting {

    /** Of UTF-8; longer texts are dumps, and are loaded otherwise. */
    public static final int MOST_BYTES = 10 << 20;

    /** Enough for any migration; the number of all is told. */
    static final int MOST_STATEMENTS = 10_000;

    /** More findings help nobody; how many more there are is told. */
    static final int MOST_FINDINGS = 1_000;

    private static final Comparator<StepFinding> BY_PLACE = Comparator.<StepFinding>comparingInt(
                    found -> found.finding().line())
            .thenComparingInt(found -> found.finding().column())
            .thenComparing(found -> found.finding().level(), Comparator.reverseOrder());

    private final Map<Engine, RuleSet> sets = new EnumMap<>(Engine.class);

    Linting(List<RuleSet> sets) {
        sets.forEach(set -> this.sets.put(set.engine(), set));
    }

    /** Whether there are rules for the engine. */
    public boolean knows(Engine engine) {
        return sets.containsKey(engine);
    }

    /**
     * All findings, suppressed ones too, in the order of the text.
     *
     * @throws Failure {@code not-yet} for an engine without rules, {@code too-large}
     */
    public List<LintFinding> lint(LintRequest request) {
        return find(request).stream().map(StepFinding::finding).toList();
    }

    /** The same, each with its step. */
    public List<StepFinding> find(LintRequest request) {
        RuleSet set = set(request.engine());
        requireSize(request.source());
        List<Piece> pieces = new Pieces(set.reader(), request.engine()).of(request.source());
        Facts facts = request.facts().apply(tables(set, pieces));
        Looking looking = new Looking(set, request.levels(), ids(set), facts.joined());
        List<Piece> looked = bounded(pieces);
        new Cases(request.engine(), facts, looked).each(looking::look);
        looking.ofSteps(looked);
        List<StepFinding> found = new ArrayList<>(looking.found());
        found.sort(BY_PLACE);
        return told(found, count(pieces));
    }

    /**
     * Every rule of the engine, those that are off by default too, by id.
     *
     * @throws Failure {@code not-yet} for an engine without rules
     */
    public List<Rule> rules(Engine engine) {
        return Stream.concat(set(engine).rules().stream(), OwnRules.ALL.stream())
                .sorted(Comparator.comparing(Rule::id))
                .toList();
    }

    /** Of every rule of every engine, for policies, which are not of one engine. */
    public List<String> ids() {
        return sets.values().stream()
                .flatMap(set -> ids(set).stream())
                .distinct()
                .sorted()
                .toList();
    }

    private RuleSet set(Engine engine) {
        RuleSet set = sets.get(engine);
        if (set == null) {
            throw new Failure(
                    Code.NOT_YET,
                    "There are no rules for " + engine.wire() + " yet; nothing was looked at.",
                    "Rules are there for: "
                            + sets.keySet().stream().map(Engine::wire).collect(Collectors.joining(", ")) + ".");
        }
        return set;
    }

    private static Set<String> ids(RuleSet set) {
        return Stream.concat(set.rules().stream(), OwnRules.ALL.stream())
                .map(Rule::id)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static void requireSize(LintRequest.Source source) {
        if (source instanceof LintRequest.Sql sql && bytes(sql.text()) > MOST_BYTES) {
            throw new Failure(
                    Code.TOO_LARGE,
                    "The SQL is larger than 10 MiB; nothing was looked at.",
                    "Send the statements that change the schema; load rows by another way.");
        }
    }

    private static long bytes(String text) {
        return text.length() > MOST_BYTES ? text.length() : text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static Set<ObjectName> tables(RuleSet set, List<Piece> pieces) {
        return pieces.stream()
                .flatMap(piece -> piece.statements().stream())
                .flatMap(statement -> named(set, statement.act()))
                .limit(MOST_STATEMENTS)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static Stream<ObjectName> named(RuleSet set, Act act) {
        return Stream.concat(
                NamedTables.of(act),
                set.inside(act).statements().stream().flatMap(inside -> NamedTables.of(inside.act())));
    }

    private static int count(List<Piece> pieces) {
        return pieces.stream().mapToInt(piece -> piece.statements().size()).sum();
    }

    private static List<Piece> bounded(List<Piece> pieces) {
        if (count(pieces) <= MOST_STATEMENTS) {
            return pieces;
        }
        List<Piece> bounded = new ArrayList<>();
        int left = MOST_STATEMENTS;
        for (Piece piece : pieces) {
            int taken = Math.min(left, piece.statements().size());
            bounded.add(piece.first(taken));
            left -= taken;
        }
        return bounded;
    }

    /** Nothing that is left out is left out silently. */
    private static List<StepFinding> told(List<StepFinding> found, int statements) {
        List<StepFinding> told = new ArrayList<>(found.subList(0, Math.min(found.size(), MOST_FINDINGS)));
        if (found.size() > MOST_FINDINGS) {
            boolean blocking = found.stream().skip(MOST_FINDINGS).anyMatch(each -> each.finding()
                    .blocks());
            told.add(notLookedAt(
                    "There are " + (found.size() - MOST_FINDINGS) + " more findings, which are not listed.", blocking));
        }
        if (statements > MOST_STATEMENTS) {
            told.add(notLookedAt(
                    "Only the first " + MOST_STATEMENTS + " of " + statements + " statements were looked at.", true));
        }
        return List.copyOf(told);
    }

    private static StepFinding notLookedAt(String message, boolean blocking) {
        Level level = blocking ? Level.BLOCKING : Level.ADVISORY;
        return new StepFinding(
                null, 0, new LintFinding(OwnRules.NOT_LOOKED_AT.id(), level, "", 1, 1, message, null, "", null, null));
    }
}

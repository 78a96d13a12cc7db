package dev.lockkeeper.lint;

import dev.lockkeeper.lint.sql.Act;
import dev.lockkeeper.lint.sql.Parsed;
import dev.lockkeeper.plan.Engine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Goes through the pieces in the order in which they run and puts around each statement what a rule may ask about. One a look: it keeps
 * what has happened so far.
 */
final class Cases {

    /** Statements before and after that a rule sees: enough for any migration, and bounded for a dump. */
    static final int WINDOW = 1_000;

    /** A statement with its surroundings. */
    record Posed(Case subject, Piece piece) {}

    private final Engine engine;
    private final Facts facts;
    private final List<Piece> pieces;
    private final List<Parsed> flow;
    private final MadeTables made;
    private int position;

    Cases(Engine engine, Facts facts, List<Piece> pieces) {
        this.engine = engine;
        this.facts = facts;
        this.pieces = pieces;
        this.made = new MadeTables(engine, facts);
        this.flow = pieces.stream()
                .filter(piece -> piece.kind() != Piece.Kind.WAY_BACK)
                .flatMap(piece -> piece.statements().stream())
                .toList();
    }

    void each(Consumer<Posed> look) {
        for (Piece piece : pieces) {
            if (piece.apart()) {
                made.forget();
            }
            boolean back = piece.kind() == Piece.Kind.WAY_BACK;
            Settings settings = new Settings();
            List<List<Parsed>> transactions = transactions(piece);
            for (int i = 0; i < piece.statements().size(); i++) {
                Parsed statement = piece.statements().get(i);
                List<Parsed> transaction = transactions.get(i);
                settings.at(transaction);
                if (piece.looked()) {
                    look.accept(new Posed(pose(piece, statement, transaction, settings.now(), back), piece));
                }
                settings.note(statement.act());
                if (!back) {
                    made.note(statement.act());
                    position++;
                }
            }
        }
    }

    private Case pose(
            Piece piece, Parsed statement, List<Parsed> transaction, Map<String, String> settings, boolean back) {
        List<Parsed> before = flow.subList(Math.max(0, position - WINDOW), position);
        int next = Math.min(flow.size(), position + 1);
        List<Parsed> after = back ? List.of() : flow.subList(next, Math.min(flow.size(), next + WINDOW));
        return new Case(engine, statement, transaction, before, after, made.now(), settings, piece.managed(), facts);
    }

    /** The transaction of each statement, empty for those sent alone; {@code begin} and {@code commit} are part of theirs. */
    private static List<List<Parsed>> transactions(Piece piece) {
        List<Parsed> statements = piece.statements();
        List<List<Parsed>> found = new ArrayList<>();
        if (piece.together()) {
            statements.forEach(each -> found.add(statements));
            return found;
        }
        int from = 0;
        while (from < statements.size()) {
            if (!(statements.get(from).act() instanceof Act.Begin)) {
                found.add(List.of());
                from++;
                continue;
            }
            int to = from + 1;
            while (to < statements.size() && !ends(statements.get(to - 1).act())) {
                to++;
            }
            List<Parsed> transaction = List.copyOf(statements.subList(from, to));
            transaction.forEach(each -> found.add(transaction));
            from = to;
        }
        return found;
    }

    private static boolean ends(Act act) {
        return act instanceof Act.Commit || act instanceof Act.Rollback;
    }

    /** The settings in force: those of the session, and over them those of the transaction. */
    private static final class Settings {
        private final Map<String, String> session = new HashMap<>();
        private final Map<String, String> local = new HashMap<>();
        private List<Parsed> transaction = List.of();
        private Map<String, String> seen = Map.of();

        @SuppressWarnings("ReferenceEquality") // a transaction is its very list
        void at(List<Parsed> current) {
            if (current != transaction) {
                transaction = current;
                if (!local.isEmpty()) {
                    local.clear();
                    refresh();
                }
            }
        }

        /** {@code set local} outside a transaction has no effect. */
        void note(Act act) {
            if (act instanceof Act.Set set && !(set.local() && transaction.isEmpty())) {
                Map<String, String> scope = set.local() ? local : session;
                if (set.value() == null) {
                    scope.remove(set.name());
                } else {
                    scope.put(set.name(), set.value());
                }
                refresh();
            }
        }

        Map<String, String> now() {
            return seen;
        }

        private void refresh() {
            Map<String, String> all = new HashMap<>(session);
            all.putAll(local);
            seen = Map.copyOf(all);
        }
    }
}

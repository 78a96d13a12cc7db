package dev.lockkeeper.lint.postgres;

import dev.lockkeeper.lint.reading.NotRead;
import dev.lockkeeper.lint.reading.Places;
import dev.lockkeeper.lint.sql.Act;
import dev.lockkeeper.lint.sql.Routine;
import dev.lockkeeper.lint.sql.Routine.Kind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads bodies in PL/pgSQL: cuts them at the words that end a statement there, and has each statement of SQL parsed by the grammar. What
 * is no SQL, such as an assignment, is looked at only for what tells how a loop ends.
 */
final class Bodies {

    private static final Set<String> SQL = Set.of(
            "select",
            "insert",
            "update",
            "delete",
            "with",
            "merge",
            "perform",
            "execute",
            "create",
            "alter",
            "drop",
            "truncate",
            "lock",
            "refresh",
            "set",
            "call",
            "copy",
            "values",
            "analyze",
            "vacuum",
            "reindex",
            "cluster");

    private final Words words;
    private final Places places;
    private final BodySql sql;
    private final List<Routine.Statement> statements = new ArrayList<>();
    private final List<OpenLoop> loops = new ArrayList<>();
    private final List<OpenLoop> open = new ArrayList<>();
    /** Conditions of the {@code if}s that are open. */
    private final List<String> conditions = new ArrayList<>();

    private Bodies(String body, PostgresReader reader) {
        this.words = new Words(body);
        this.places = new Places(body);
        this.sql = new BodySql(reader);
    }

    /** What a {@code do} block or a function has inside. Empty for a language other than PL/pgSQL and SQL. */
    static Routine of(@Nullable String language, String body) {
        if ("sql".equals(language)) {
            List<Routine.Statement> statements = PostgresReader.ONE.read(body).statements().stream()
                    .map(one -> new Routine.Statement(one.text(), one.line(), one.act()))
                    .toList();
            return new Routine(statements, List.of());
        }
        return "plpgsql".equals(language) ? new Bodies(body, PostgresReader.ONE).read() : Routine.NOTHING;
    }

    static Routine of(Act.Block block) {
        return of(block.language(), block.body());
    }

    private Routine read() {
        while (!words.atEnd()) {
            statement();
        }
        return new Routine(statements, loops.stream().map(OpenLoop::closed).toList());
    }

    private void statement() {
        int start = words.at();
        switch (words.peek(0)) {
            case "begin", "declare", "else", "exception", ";" -> words.forward(1);
            case "<" -> label();
            case "if", "elsif", "elseif" -> condition();
            case "when" -> skipTo("then");
            case "case" -> cases();
            case "loop", "while", "for", "foreach" -> loop();
            case "end" -> end();
            case "exit" -> exit(true);
            case "return" -> back();
            case "commit", "rollback" -> {
                words.forwardTo(";");
                Routine.Statement end =
                        new Routine.Statement(words.text(start, words.at()), line(start), new Act.Commit());
                open.forEach(loop -> loop.commits(end));
            }
            default -> {
                words.forwardTo(";");
                simple(start, words.at());
            }
        }
    }

    private void label() {
        words.forward(words.peek(1).equals("<") ? 5 : 1);
    }

    private void skipTo(String word) {
        words.forwardTo(word);
        words.forward(1);
    }

    private void condition() {
        boolean first = words.peek(0).equals("if");
        words.forward(1);
        int from = words.at();
        int to = words.forwardTo("then");
        if (!first && !conditions.isEmpty()) {
            conditions.removeLast();
        }
        conditions.add(words.text(from, to));
        words.forward(1);
    }

    /** {@code case x when …}: its branches begin with {@code when}. */
    private void cases() {
        words.forward(1);
        while (!words.atEnd() && !words.peek(0).equals("when")) {
            words.forward(1);
        }
    }

    private void end() {
        switch (words.peek(1)) {
            case "loop" -> {
                if (!open.isEmpty()) {
                    open.removeLast();
                }
            }
            case "if" -> {
                if (!conditions.isEmpty()) {
                    conditions.removeLast();
                }
            }
            default -> {}
        }
        // An 'end case' opens no case that would hide the semicolon.
        words.forward(words.peek(1).equals("case") ? 2 : 1);
        words.forwardTo(";");
        if (!words.atEnd()) {
            words.forward(1);
        }
    }

    private void loop() {
        int start = words.at();
        String kind = words.peek(0);
        words.forward(1);
        int to = kind.equals("loop") ? start : words.forwardTo("loop");
        OpenLoop loop = new OpenLoop(line(start), kind(kind));
        if (kind.equals("while")) {
            loop.exit(words.text(start + 1, to));
        } else if (kind.equals("for")) {
            runsOver(loop, start, to);
        }
        loops.add(loop);
        open.add(loop);
        words.forward(kind.equals("loop") ? 0 : 1);
    }

    private static Kind kind(String word) {
        return switch (word) {
            case "while" -> Kind.WHILE;
            case "loop" -> Kind.PLAIN;
            default -> Kind.COUNTED;
        };
    }

    private void runsOver(OpenLoop loop, int start, int to) {
        int in = start;
        while (in < to && !words.word(in).equals("in")) {
            in++;
        }
        if (SQL.contains(words.word(in + 1))) {
            Routine.Statement rows = read(in + 1, to);
            statements.add(rows);
            loop.runsOver(rows.act());
        }
    }

    private void exit(boolean ofLoop) {
        int from = words.at();
        int to = words.forwardTo(";");
        if (open.isEmpty()) {
            return;
        }
        int when = from + 1;
        while (ofLoop && when < to && !words.word(when).equals("when")) {
            when++;
        }
        if (ofLoop && when < to) {
            open.getLast().exit(words.text(when + 1, to));
        } else if (!conditions.isEmpty()) {
            open.getLast().exit(conditions.getLast());
        }
    }

    private void back() {
        int start = words.at();
        if (words.peek(1).equals("query")) {
            words.forwardTo(";");
            simple(start + 2, words.at());
        } else {
            exit(false);
        }
    }

    private void simple(int from, int to) {
        String first = words.word(from);
        int query = from;
        if (first.equals("open")
                || words.word(from + 1).equals("cursor")
                || words.word(from + 2).equals("cursor")) {
            while (query < to
                    && !words.word(query - 1).equals("for")
                    && !words.word(query - 1).equals("is")) {
                query++;
            }
        }
        if (query < to && SQL.contains(words.word(query)) && !assigns(query)) {
            Routine.Statement read = read(query, to);
            statements.add(read);
            open.forEach(loop -> loop.inside(read));
        }
        Set<String> set = BodySql.assigned(words, from, to);
        Set<String> compared = BodySql.comparedWith(words, from, to);
        open.forEach(loop -> loop.variables(set, compared));
        if (first.equals("get")) {
            open.forEach(loop -> loop.counts(set));
        }
    }

    private boolean assigns(int at) {
        return words.word(at + 1).equals("=") || words.word(at + 1).equals(":");
    }

    private Routine.Statement read(int from, int to) {
        String text = words.text(from, to);
        int line = line(from);
        try {
            return new Routine.Statement(text, line, sql.act(text));
        } catch (NotRead failure) {
            Places.Place place = places.at(words.place(from) + failure.at());
            return new Routine.Statement(text, line, new Act.Unreadable(place.line(), place.column(), failure.why()));
        }
    }

    private int line(int index) {
        return places.at(words.place(index)).line();
    }

    /** A loop while it is read. */
    private static final class OpenLoop {

        private final int line;
        private Kind kind;
        private @Nullable Act rows;
        private final List<Routine.Statement> inside = new ArrayList<>();
        private final List<String> exits = new ArrayList<>();
        private final Set<String> set = new LinkedHashSet<>();
        private final Set<String> compared = new LinkedHashSet<>();
        private final Set<String> counts = new LinkedHashSet<>();
        private boolean commits;

        OpenLoop(int line, Kind kind) {
            this.line = line;
            this.kind = kind;
        }

        void runsOver(Act act) {
            rows = act;
            kind = Kind.ROWS;
        }

        void exit(String condition) {
            exits.add(condition);
        }

        void inside(Routine.Statement statement) {
            inside.add(statement);
        }

        void commits(Routine.Statement end) {
            commits = true;
            inside.add(end);
        }

        void variables(Set<String> assigned, Set<String> with) {
            set.addAll(assigned);
            compared.addAll(with);
        }

        void counts(Set<String> variables) {
            counts.addAll(variables);
        }

        Routine.Loop closed() {
            boolean noRows = exits.stream().anyMatch(exit -> BodySql.meansNoRows(exit, counts));
            Set<String> moving = new LinkedHashSet<>(set);
            moving.retainAll(compared);
            moving.removeAll(counts);
            return new Routine.Loop(line, kind, rows, inside, commits, exits, noRows, moving);
        }
    }
}

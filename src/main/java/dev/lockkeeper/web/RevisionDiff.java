package dev.lockkeeper.web;

import dev.lockkeeper.Failure;
import dev.lockkeeper.catalog.Revision;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Two revisions beside each other.
 *
 * @param rows the lines; long stretches without a change are one row that says how long, unless {@code whole}
 */
record RevisionDiff(Revision from, Revision to, List<Row> rows, boolean whole) {
    /** Unchanged lines that are shown around a change. */
    private static final int AROUND = 3;

    private static final Pattern RANGE = Pattern.compile("(\\d{1,9})\\.\\.(\\d{1,9})");

    RevisionDiff {
        rows = List.copyOf(rows);
    }

    /** What happened to a line. {@code SKIPPED} stands for unchanged lines that are not shown. */
    enum Kind {
        SAME,
        ADDED,
        REMOVED,
        CHANGED,
        SKIPPED
    }

    /**
     * @param oldNumber 1-based, null when there is no such line in the older text
     * @param newNumber 1-based, null when there is no such line in the newer text
     * @param skipped how many lines the row stands for; 0 but for {@code SKIPPED}
     */
    record Row(
            Kind kind,
            @Nullable Integer oldNumber,
            String oldText,
            @Nullable Integer newNumber,
            String newText,
            int skipped) {

        public boolean same() {
            return kind == Kind.SAME;
        }

        public boolean changed() {
            return kind == Kind.CHANGED;
        }

        public boolean differs() {
            return !same() && skipped == 0;
        }
    }

    /** The numbers of two revisions. */
    record Range(int from, int to) {

        /**
         * @param said {@code 2..3}, or both numbers one after the other as a form sends them
         * @throws Failure {@code invalid}
         */
        static Range read(List<String> said) {
            Matcher matcher = RANGE.matcher(String.join("..", said));
            if (!matcher.matches()) {
                throw Failure.invalid(
                        "'" + String.join(",", said) + "' does not name two revisions.", "Write it as ?diff=2..3.");
            }
            return new Range(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
        }
    }

    static RevisionDiff of(Revision from, Revision to, boolean whole) {
        List<Row> rows = paired(LineDiff.of(from.text(), to.text()));
        return new RevisionDiff(from, to, whole ? rows : folded(rows), whole);
    }

    public long count(Kind kind) {
        return rows.stream().filter(row -> row.kind() == kind).count();
    }

    public long added() {
        return count(Kind.ADDED);
    }

    public long removed() {
        return count(Kind.REMOVED);
    }

    public long changed() {
        return count(Kind.CHANGED);
    }

    /** Removed and added lines that follow each other are lines that changed. */
    private static List<Row> paired(List<LineDiff.Line> lines) {
        List<Row> rows = new ArrayList<>();
        List<String> removed = new ArrayList<>();
        List<String> added = new ArrayList<>();
        Numbers numbers = new Numbers();
        for (LineDiff.Line line : lines) {
            if (line.sign().equals("-")) {
                removed.add(line.text());
            } else if (line.sign().equals("+")) {
                added.add(line.text());
            } else {
                numbers.changes(removed, added, rows);
                rows.add(new Row(Kind.SAME, ++numbers.old, line.text(), ++numbers.now, line.text(), 0));
            }
        }
        numbers.changes(removed, added, rows);
        return rows;
    }

    private static final class Numbers {
        private int old;
        private int now;

        private void changes(List<String> removed, List<String> added, List<Row> rows) {
            for (int i = 0; i < Math.max(removed.size(), added.size()); i++) {
                boolean was = i < removed.size();
                boolean is = i < added.size();
                Kind kind = was && is ? Kind.CHANGED : was ? Kind.REMOVED : Kind.ADDED;
                Integer oldNumber = was ? Integer.valueOf(++old) : null;
                Integer newNumber = is ? Integer.valueOf(++now) : null;
                rows.add(new Row(kind, oldNumber, was ? removed.get(i) : "", newNumber, is ? added.get(i) : "", 0));
            }
            removed.clear();
            added.clear();
        }
    }

    private static List<Row> folded(List<Row> rows) {
        boolean[] near = new boolean[rows.size()];
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).kind() != Kind.SAME) {
                for (int at = Math.max(0, i - AROUND); at <= Math.min(rows.size() - 1, i + AROUND); at++) {
                    near[at] = true;
                }
            }
        }
        List<Row> shown = new ArrayList<>();
        int skipped = 0;
        for (int i = 0; i < rows.size(); i++) {
            if (near[i]) {
                skipped = tell(skipped, shown);
                shown.add(rows.get(i));
            } else {
                skipped++;
            }
        }
        tell(skipped, shown);
        return shown;
    }

    private static int tell(int skipped, List<Row> shown) {
        if (skipped > 0) {
            shown.add(new Row(Kind.SKIPPED, null, "", null, "", skipped));
        }
        return 0;
    }
}

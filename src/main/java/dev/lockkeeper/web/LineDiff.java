package dev.lockkeeper.web;

import java.util.ArrayList;
import java.util.List;

/**
 * The lines in which two texts differ, with the unchanged ones between them: the longest common subsequence, by the textbook table.
 * What both begin
 * and end with is set aside first. Files of a megabyte would need too large a table, so where more than {@value #MOST_LINES} lines lie
 * between, all of them count as replaced.
 */
final class LineDiff {
    private LineDiff() {}

    static final int MOST_LINES = 2000;

    /** @param sign {@code +}, {@code -} or a space */
    record Line(String sign, String text) {}

    static List<Line> of(String before, String after) {
        List<String> old = before.lines().toList();
        List<String> now = after.lines().toList();
        int head = 0;
        while (head < Math.min(old.size(), now.size()) && old.get(head).equals(now.get(head))) {
            head++;
        }
        int tail = 0;
        while (tail < Math.min(old.size(), now.size()) - head
                && old.get(old.size() - 1 - tail).equals(now.get(now.size() - 1 - tail))) {
            tail++;
        }
        List<Line> lines = new ArrayList<>();
        old.subList(0, head).forEach(line -> lines.add(new Line(" ", line)));
        lines.addAll(between(old.subList(head, old.size() - tail), now.subList(head, now.size() - tail)));
        old.subList(old.size() - tail, old.size()).forEach(line -> lines.add(new Line(" ", line)));
        return lines;
    }

    private static List<Line> between(List<String> old, List<String> now) {
        List<Line> lines = new ArrayList<>();
        if (old.size() > MOST_LINES || now.size() > MOST_LINES) {
            old.forEach(line -> lines.add(new Line("-", line)));
            now.forEach(line -> lines.add(new Line("+", line)));
            return lines;
        }
        walk(old, now, common(old, now), lines);
        return lines;
    }

    private static int[][] common(List<String> old, List<String> now) {
        int[][] common = new int[old.size() + 1][now.size() + 1];
        for (int i = old.size() - 1; i >= 0; i--) {
            for (int j = now.size() - 1; j >= 0; j--) {
                common[i][j] = old.get(i).equals(now.get(j))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        return common;
    }

    private static void walk(List<String> old, List<String> now, int[][] common, List<Line> lines) {
        int i = 0;
        int j = 0;
        while (i < old.size() || j < now.size()) {
            if (i < old.size() && j < now.size() && old.get(i).equals(now.get(j))) {
                lines.add(new Line(" ", old.get(i++)));
                j++;
            } else if (j == now.size() || i < old.size() && common[i + 1][j] >= common[i][j + 1]) {
                lines.add(new Line("-", old.get(i++)));
            } else {
                lines.add(new Line("+", now.get(j++)));
            }
        }
    }
}

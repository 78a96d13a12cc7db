package dev.lockkeeper.plan;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** The name that somebody who mistyped one probably meant. */
public final class Suggestion {
    private Suggestion() {}

    /** {@code "; did you mean 'table'?"}, or the whole choice when nothing is near. */
    static String among(Collection<String> names, String wrong) {
        return near(names, wrong)
                .map(name -> "; did you mean '" + name + "'?")
                .orElse("; possible are " + String.join(", ", names));
    }

    /** The nearest; empty when none is near. */
    public static Optional<String> near(Collection<String> names, String wrong) {
        return names.stream()
                .filter(name -> distance(name, wrong) <= Math.max(1, name.length() / 3))
                .min(Comparator.comparingInt(name -> distance(name, wrong)));
    }

    /** Levenshtein's distance where two letters swapped count once, without regard to case; long inputs are cut. */
    private static int distance(String name, String wrong) {
        String a = name.toLowerCase(Locale.ROOT);
        String b = wrong.substring(0, Math.min(wrong.length(), 60)).toLowerCase(Locale.ROOT);
        int[][] steps = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                steps[i][j] = i == 0 || j == 0 ? i + j : nearest(steps, a, b, i, j);
            }
        }
        return steps[a.length()][b.length()];
    }

    private static int nearest(int[][] steps, String a, String b, int i, int j) {
        int replaced = steps[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int inserted = 1 + Math.min(steps[i - 1][j], steps[i][j - 1]);
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return Math.min(Math.min(replaced, inserted), swapped ? steps[i - 2][j - 2] + 1 : Integer.MAX_VALUE);
    }
}

package dev.lockkeeper.plan;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** The name that somebody who mistyped one probably meant. */
final class Suggestion {
    private Suggestion() {}

    /** {@code "; did you mean 'table'?"}, or the whole choice when nothing is near. */
    static String among(Collection<String> names, String wrong) {
        return names.stream()
                .filter(name -> distance(name, wrong) <= Math.max(1, name.length() / 3))
                .min(Comparator.comparingInt(name -> distance(name, wrong)))
                .map(name -> "; did you mean '" + name + "'?")
                .orElse("; possible are " + String.join(", ", names));
    }

    /** Levenshtein's distance without regard to case; names differ by typing errors, so long inputs are cut. */
    private static int distance(String name, String wrong) {
        String a = name.toLowerCase(Locale.ROOT);
        String b = wrong.substring(0, Math.min(wrong.length(), 60)).toLowerCase(Locale.ROOT);
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}

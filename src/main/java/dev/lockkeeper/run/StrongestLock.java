package dev.lockkeeper.run;

import dev.lockkeeper.target.Statement;
import dev.lockkeeper.target.StepSql;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Which lock of a step's statements keeps most others out. */
final class StrongestLock {
    private StrongestLock() {}

    /** Both engines' table locks from weak to strong; a word that is not here ({@code unknown}) counts as the strongest. */
    private static final List<String> WEAK_TO_STRONG = List.of(
            "none",
            "access share",
            "shared metadata",
            "row share",
            "row locks",
            "row exclusive",
            "share update exclusive",
            "share",
            "share row exclusive",
            "exclusive",
            "access exclusive",
            "exclusive metadata",
            "exclusive metadata at both ends");

    static String of(StepSql step) {
        Stream<String> modes = step.forward().stream().map(Statement::lock).map(Statement.Lock::mode);
        return modes.max(Comparator.comparingInt(StrongestLock::strength)).orElse("none");
    }

    private static int strength(String mode) {
        int place = WEAK_TO_STRONG.indexOf(mode);
        return place < 0 ? WEAK_TO_STRONG.size() : place;
    }
}

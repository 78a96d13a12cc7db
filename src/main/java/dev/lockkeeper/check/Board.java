package dev.lockkeeper.check;

import java.util.List;

/** All checks of one launch: go or no-go. */
public record Board(List<Finding> checks) {
    public Board {
        checks = List.copyOf(checks);
    }

    public boolean go() {
        return checks.stream().noneMatch(Finding::stops);
    }

    /** {@code go} or {@code no-go}. */
    public String verdict() {
        return go() ? "go" : "no-go";
    }

    public List<Finding> stopping() {
        return checks.stream().filter(Finding::stops).toList();
    }
}

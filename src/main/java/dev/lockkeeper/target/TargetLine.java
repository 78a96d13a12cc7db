package dev.lockkeeper.target;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A target in a list. @param windows as they were written; empty for always */
public record TargetLine(
        String name, String engine, String environment, @Nullable String team, String url, List<String> windows) {
    public TargetLine {
        windows = List.copyOf(windows);
    }
}

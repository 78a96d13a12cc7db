package dev.lockkeeper.target;

import java.util.List;

/** A window and the targets of an environment that have it. @param some the first of them by name */
public record WindowUse(Window window, String environment, long targets, List<String> some) {
    public WindowUse {
        some = List.copyOf(some);
    }
}

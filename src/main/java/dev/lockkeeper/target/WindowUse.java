package dev.lockkeeper.target;

/** A window and the targets of an environment that have it. @param targets how many; @param first of them by name */
public record WindowUse(Window window, String environment, long targets, String first) {}

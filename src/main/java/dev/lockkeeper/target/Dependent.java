package dev.lockkeeper.target;

/**
 * What would go or break with a column or an index.
 *
 * @param words {@code view reports.names}
 * @param breaks whether it breaks or forbids the drop; else it silently goes with it
 */
public record Dependent(String words, boolean breaks) {}

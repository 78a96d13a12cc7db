package dev.lockkeeper.target;

import org.jspecify.annotations.Nullable;

/** A line in the list of tables. @param estimatedRows null when the server has no estimate */
public record TableSummary(String schema, String name, long bytes, @Nullable Long estimatedRows) {}

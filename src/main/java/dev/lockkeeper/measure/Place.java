package dev.lockkeeper.measure;

/** Where a table stands, as the catalog spells it. */
public record Place(String schema, String table) {}

package dev.lockkeeper.measure;

/**
 * A statement of a plan, as it is sent to the target; several where it is an author's.
 *
 * @param kept whether later ones need its effect; else it is rolled back
 */
public record Asked(String sql, boolean kept) {}

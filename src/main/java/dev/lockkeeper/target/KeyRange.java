package dev.lockkeeper.target;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A contiguous range of a table's key: after {@code lo}, up to and with {@code hi}.
 *
 * @param lo the key's columns as the target's own text, sent back as the column's type and never compared here; null for the start
 * @param hi never null: ranges are closed, fixed once the sync trigger is there
 */
public record KeyRange(@Nullable List<String> lo, List<String> hi) {}

package dev.lockkeeper.lint.sql;

import org.jspecify.annotations.Nullable;

/**
 * How a MySQL or MariaDB statement wants to be carried out, in lower case; null where it leaves that to the server.
 *
 * @param algorithm {@code instant}, {@code inplace}, {@code nocopy}, {@code copy}, {@code default}
 * @param lock {@code none}, {@code shared}, {@code exclusive}, {@code default}
 */
public record Online(@Nullable String algorithm, @Nullable String lock) {
    public static final Online UNSAID = new Online(null, null);
}

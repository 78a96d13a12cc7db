package dev.lockkeeper.lint.postgres;

import dev.lockkeeper.lint.Remark;

/**
 * A remark and the clause that it is about, so that {@link Precedence} sees when two rules speak of the same one.
 *
 * @param clause its place in an {@code alter table}, 0 for the first; {@link #WHOLE} for the statement
 */
record Found(int clause, Remark remark) {
    static final int WHOLE = -1;
}

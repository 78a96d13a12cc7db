/**
 * SQL as data. A {@link dev.lockkeeper.lint.sql.SqlReader} parses a script with the engine's grammar and says what each statement
 * does as an {@link dev.lockkeeper.lint.sql.Act}; rules, lock predictions and plans are made from acts and never look at the text or
 * at a parse tree.
 *
 * <p>Not here: judgements ({@code lint}). The grammars are those of Apache ShardingSphere; what they cannot read is an
 * {@link dev.lockkeeper.lint.sql.Act.Unreadable} with its position, and the statements around it are read all the same.
 *
 * <p>Read first: {@code Act}, {@code Alteration}, {@code Script}.
 */
@NamedInterface("sql")
@NullMarked
package dev.lockkeeper.lint.sql;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;

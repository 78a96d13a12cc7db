/**
 * What the readers of all engines have in common: the pieces that a script is cut into, places in a text, and a parse that gives up
 * politely.
 *
 * <p>Cut first, then parse: each engine cuts a script at its own semicolons by its own quotes and comments, and parses each piece
 * alone, so that one that nobody can read does not hide those around it. Not here: any engine's words ({@code lint.postgres}, {@code
 * lint.mysql}).
 *
 * <p>Read first: {@code Piece}, {@code Grammar}.
 */
@NullMarked
package dev.lockkeeper.lint.reading;

import org.jspecify.annotations.NullMarked;

/**
 * PostgreSQL's SQL: cut, parsed, told as acts, and what each act locks.
 *
 * <p>A script goes through {@code Lexemes} (quotes and comments as the server's lexer has them), {@code Cutting} (pieces), {@code
 * Tokens} (the generated lexer over a text whose quotes and comments are masked, so that there is only one opinion of where they end),
 * {@code NewerSyntax} (what the grammar does not know yet), the grammar, and {@code Acts} with its siblings. {@code PostgresLocks} says
 * what an act locks, {@code PostgresRules} what is wrong with it.
 *
 * <p>Not here: pages, policies, suppressions ({@code lint}). Read first: {@code PostgresReader}, {@code PostgresRuleSet}.
 */
@NullMarked
package dev.lockkeeper.lint.postgres;

import org.jspecify.annotations.NullMarked;

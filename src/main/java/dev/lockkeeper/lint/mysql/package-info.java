/**
 * What lint knows of MySQL and MariaDB: the reader, what each change of a table locks by server and version, the rules, and the
 * migration files that do the same in phases.
 *
 * <p>{@code Cutting} takes a script apart, {@code MariadbSyntax} makes room for what the grammar does not know, {@code Acts} and its
 * neighbours make acts of the tree. {@code Ways} says how the server carries a change out; locks and most rules follow from that.
 *
 * <p>Not here: what {@code lint.postgres} says of PostgreSQL. Read first: {@code MysqlRuleSet}, {@code Way}, {@code Ways}.
 */
@NullMarked
package dev.lockkeeper.lint.mysql;

import org.jspecify.annotations.NullMarked;

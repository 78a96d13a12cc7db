package dev.lockkeeper.lint.postgres;

import dev.lockkeeper.lint.sql.Act;
import dev.lockkeeper.lint.sql.Expr;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An index as SQL again. */
final class IndexText {

    private static final Pattern WORD = Pattern.compile("[a-z_][a-z0-9_]*");

    /** The beginning of a statement that the grammar has read as {@code create index}. */
    private static final Pattern HEAD = Pattern.compile(
            "(create\\s+(?:unique\\s+)?index)\\b(\\s+if\\s+not\\s+exists\\b)?", Pattern.CASE_INSENSITIVE);

    private IndexText() {}

    /** Without {@code if not exists}, which takes an invalid index for the wanted one. */
    static String concurrently(String statement, Act.CreateIndex index) {
        if (whole(statement, index)) {
            return create(index, true);
        }
        Matcher head = HEAD.matcher(statement);
        return index.concurrently() || !head.lookingAt()
                ? statement
                : head.group(1) + " concurrently" + statement.substring(head.end());
    }

    /** Whether the statement says no more than is known of it: no {@code include}, {@code with}, {@code tablespace}. */
    static boolean whole(String statement, Act.CreateIndex index) {
        return Written.bare(HEAD.matcher(statement).replaceFirst("$1"))
                .replaceFirst("indexconcurrently(ifnotexists)?", "index")
                .equals(Written.bare(create(index, false)));
    }

    private static String create(Act.CreateIndex index, boolean concurrently) {
        Expr where = index.where();
        return "create " + (index.unique() ? "unique " : "") + "index " + (concurrently ? "concurrently " : "")
                + (index.index() == null ? "" : Names.sql(index.index()) + " ")
                + "on " + Names.sql(index.table())
                + (index.method() == null ? "" : " using " + Names.sql(index.method()))
                + " (" + String.join(", ", index.parts()) + ")"
                + (where == null ? "" : " where " + where.text());
    }

    /** Whether it is on columns alone, of all rows: then duplicates can be asked for by grouping. */
    static boolean plain(Act.CreateIndex index) {
        return index.where() == null
                && index.parts().stream().allMatch(part -> WORD.matcher(part).matches());
    }
}

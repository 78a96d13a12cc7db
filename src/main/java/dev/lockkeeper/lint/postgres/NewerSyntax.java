package dev.lockkeeper.lint.postgres;

import static org.apache.shardingsphere.sql.parser.autogen.PostgreSQLStatementLexer.*;

import java.util.List;
import java.util.Set;
import org.antlr.v4.runtime.Token;

/**
 * Brings what PostgreSQL takes and the grammar does not know into words that it knows and that mean the same to every rule and every
 * lock: the grammar is a subset of PostgreSQL 13. Clauses that no rule asks for are left out; tokens keep their text and place, so that
 * {@code virtual} is still read where the grammar saw {@code stored}.
 */
final class NewerSyntax {

    private final Wording words;

    private NewerSyntax(Wording words) {
        this.words = words;
    }

    static List<Token> knownWords(List<Token> tokens) {
        NewerSyntax syntax = new NewerSyntax(new Wording(tokens));
        syntax.everywhere();
        if (syntax.words.starts("create")) {
            syntax.create();
        } else if (syntax.words.starts("alter", "table")) {
            syntax.alterTable();
        }
        return syntax.words.tokens();
    }

    private void everywhere() {
        for (int i = 0; i < words.size(); i++) {
            if (words.are(i, "skip", "locked")) {
                words.retype(i, APOSTROPHE_SKIP);
            } else if (words.are(i, "nulls", "not", "distinct")) {
                words.drop(i, 3);
            } else if (words.are(i, "nulls", "distinct")) {
                words.drop(i, 2);
            } else if (words.are(i, "using", "index", "tablespace")) {
                words.drop(i, 4);
            }
        }
        if (words.starts("drop", "database")) {
            int options = words.find("(", 0);
            if (options > 0) {
                boolean with = words.word(options - 1).equals("with");
                words.drop(with ? options - 1 : options, words.size());
            }
        }
        if (words.starts("call") && words.word(2).equals(".")) {
            words.drop(1, 2);
        }
        new TargetsOfAssignments(words).withoutParts();
    }

    private void create() {
        if (words.are(1, "or", "replace", "trigger")) {
            words.drop(1, 2);
        }
        if (words.are(1, "constraint", "trigger")) {
            constraintTrigger();
        } else if (routine()) {
            body();
        } else if (words.find("table", 0) > 0 && words.find("table", 0) < 4) {
            createTable();
        }
    }

    private boolean routine() {
        int at = words.are(1, "or", "replace") ? 3 : 1;
        return words.word(at).equals("function") || words.word(at).equals("procedure");
    }

    /** {@code deferrable}, {@code initially} and {@code from} say when it fires, not what making it locks. */
    private void constraintTrigger() {
        words.drop(1, 1);
        int each = words.find("for", 0);
        for (int i = 2; i < each && i < words.size(); i++) {
            if (words.are(i, "not", "deferrable") || words.are(i, "initially")) {
                words.drop(i--, 2);
            } else if (words.are(i, "deferrable")) {
                words.drop(i--, 1);
            } else if (words.are(i, "from")) {
                words.drop(i, words.behindName(i + 1) - i);
                i--;
            }
            each = words.find("for", 0);
        }
    }

    /** A body without quotes is a text for the grammar; statements inside it are parsed when the routine is called for. */
    private void body() {
        int begin = words.find("atomic", 0) - 1;
        if (begin > 0 && words.are(begin, "begin", "atomic")) {
            words.asText(begin, words.size() - begin);
            words.insert(begin, AS, "as");
            return;
        }
        int result = words.findOutside("return", 0);
        if (result > 0) {
            words.asText(result, words.size() - result);
            words.insert(result, AS, "as");
        }
    }

    private void createTable() {
        int name = words.find("table", 0) + 1;
        name = words.are(name, "if", "not", "exists") ? name + 3 : name;
        int next = words.behindName(name);
        boolean query = words.findOutside("as", next) > 0;
        if (query
                && !words.opens(next)
                && !words.word(next).equals("partition")
                && !words.word(next).equals("of")) {
            words.insert(next, LP_, "(");
            words.insert(next + 1, RP_, ")");
        } else if (query && words.opens(next) && Set.of(",", ")").contains(words.word(next + 2))) {
            // Only names of columns, whose types are the query's.
            words.drop(next + 1, words.closing(next) - next - 1);
        }
        columns(next);
    }

    private void alterTable() {
        for (int i = 2; i < words.size(); i++) {
            if (words.are(i, "reset", "(")) {
                reset(i + 1);
            } else if (words.are(i, "toast", ".")) {
                words.drop(i, 2);
            } else if (words.are(i, "set", "expression", "as")) {
                words.retype(i + 1, DEFAULT);
                words.drop(i + 2, 1);
            } else if (words.are(i, "alter", "constraint")) {
                alterConstraint(i + 3);
            } else if (words.are(i, "not", "enforced")) {
                // Not checked when it is added, which is what 'not valid' says.
                words.retype(i + 1, VALID);
            } else if (words.are(i, "enforced")) {
                words.drop(i, 1);
            } else if (words.word(i).equals("add")) {
                notNullConstraint(i + 1);
            }
        }
        columns(2);
    }

    private void alterConstraint(int i) {
        if (words.are(i, "not", "enforced")) {
            words.drop(i, 2);
        } else if (words.are(i, "inherit")) {
            words.drop(i, 1);
        } else if (words.are(i, "no", "inherit")) {
            words.drop(i, 2);
        }
    }

    /** The grammar wants values where a parameter is reset. */
    private void reset(int open) {
        int close = words.closing(open);
        for (int i = close; i > open; i--) {
            boolean ends = words.word(i).equals(",") || words.word(i).equals(")");
            if (ends && !words.word(i - 1).equals("(")) {
                words.insert(i, NUMBER_, "0");
                words.insert(i, EQ_, "=");
            }
        }
    }

    /** {@code constraint c not null a} since 18: the same check, scan and lock as {@code check (a is not null)}. */
    private void notNullConstraint(int start) {
        int not = words.word(start).equals("constraint") ? start + 2 : start;
        if (!words.are(not, "not", "null") || !words.name(not + 2)) {
            return;
        }
        words.drop(not, 2);
        words.insert(not, LP_, "(");
        words.insert(not, CHECK, "check");
        words.insert(not + 3, RP_, ")");
        words.insert(not + 3, NULL, "null");
        words.insert(not + 3, NOT, "not");
        words.insert(not + 3, IS, "is");
        if (words.are(not + 7, "no", "inherit")) {
            words.drop(not + 7, 2);
        }
    }

    private void columns(int from) {
        for (int i = from; i < words.size(); i++) {
            if (words.are(i, "generated", "always", "as", "(")) {
                generated(words.closing(i + 3) + 1);
            } else if (words.are(i, "include", "(")) {
                int with = words.closing(i + 1) + 1;
                if (words.are(with, "with", "(")) {
                    words.drop(with, words.closing(with + 1) - with + 1);
                }
            } else if (storage(i)) {
                words.drop(i--, 2);
            } else if (words.are(i, "not", "enforced") && words.starts("create")) {
                words.drop(i--, 2);
            }
        }
    }

    /** Stored, virtual, or neither, which is virtual since 18 and no SQL before. */
    private void generated(int kind) {
        if (words.are(kind, "virtual")) {
            words.retype(kind, STORED);
        } else if (!words.are(kind, "stored")) {
            words.insert(kind, STORED, "virtual");
        }
    }

    /** {@code compression lz4} and {@code storage external} behind the type of a column: how values are kept, not what locks. */
    private boolean storage(int i) {
        boolean word = words.word(i).equals("compression") || words.word(i).equals("storage");
        boolean behindType = !Set.of(
                        "(",
                        ",",
                        "set",
                        "column",
                        "add",
                        "drop",
                        "exists",
                        "rename",
                        "to",
                        "alter",
                        "excluding",
                        "including")
                .contains(words.word(i - 1));
        return word && behindType && words.name(i + 1);
    }
}

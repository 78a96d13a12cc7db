package dev.lockkeeper.measure;

import dev.lockkeeper.measure.Token.Kind;
import java.util.List;
import java.util.Set;

/**
 * What a statement may call. A word before a parenthesis is a function unless the grammar says otherwise, so each that is not known is
 * refused: functions of the target, functions that act or wait, and those that make much of little ({@code repeat}).
 */
final class Calls {

    private static final Set<String> FUNCTIONS = words(
            """
            now clock_timestamp statement_timestamp transaction_timestamp timeofday random gen_random_uuid uuidv4 uuidv7 nextval
            current_timestamp localtimestamp current_time localtime
            coalesce nullif greatest least lower upper initcap length char_length character_length octet_length bit_length
            btrim ltrim rtrim trim substr substring left right position strpos starts_with split_part concat concat_ws
            md5 sha256 encode decode abs ceil ceiling floor round trunc sign mod
            date_trunc date_part extract age make_date make_time make_timestamp make_interval to_date to_timestamp to_char to_number
            timezone isfinite cast num_nulls num_nonnulls
            json_build_object json_build_array jsonb_build_object jsonb_build_array to_json to_jsonb json_typeof jsonb_typeof
            jsonb_array_length json_array_length cardinality array_length array_position array_ndims
            int4range int8range numrange daterange tsrange tstzrange isempty lower_inc upper_inc to_tsvector
            """);

    private static final Set<String> TYPES = words(
            """
            varchar character varying char bpchar numeric decimal dec float bit varbit time timetz timestamp timestamptz interval
            second
            """);

    /** Words of the language that may stand before a parenthesis. */
    private static final Set<String> GRAMMAR = words(
            """
            check key unique exclude using where when with set reset include in not and or any all some default as identity values
            from to range list hash is between like ilike then else case row null distinct enum
            """);

    private static final Set<String> BEFORE_TABLES = Set.of("table", "exists", "references", "on", "only");

    private static final Set<String> METHODS = Set.of("btree", "hash", "gin", "gist", "spgist", "brin");

    private static final Set<String> NEVER = words(
            """
            select function procedure routine execute copy program do call language trigger extension role grant revoke owner
            tablespace xml dblink returning server event rule subscription publication
            """);

    private static final Set<String> PADDED = Set.of("char", "character", "bpchar", "bit");
    private static final int WIDEST = 10_000;

    private Calls() {}

    /** @throws NotMeasured with the first that is not known */
    static void check(List<Token> tokens) {
        int depth = 0;
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            if (token.name() && NEVER.contains(token.value())) {
                throw new NotMeasured("'" + token.value() + "' is never run there");
            }
            depth += token.is("(") ? 1 : token.is(")") ? -1 : 0;
            if (depth < 0) {
                throw new NotMeasured("its parentheses do not match");
            }
            if (token.is(".")
                    && !(i > 0 && tokens.get(i - 1).name() && next(tokens, i).name())) {
                throw new NotMeasured("a field is taken from a value, which may be a call");
            }
            if (token.is("(") && i > 0 && tokens.get(i - 1).name()) {
                call(tokens, i - 1);
            }
        }
        if (depth != 0) {
            throw new NotMeasured("its parentheses do not match");
        }
    }

    /** @param at the name before a parenthesis */
    private static void call(List<Token> tokens, int at) {
        int from = at;
        while (from >= 2 && tokens.get(from - 1).is(".")) {
            from -= 2;
        }
        Token name = tokens.get(at);
        Token before = from == 0 ? new Token(Kind.SIGN, "", "") : tokens.get(from - 1);
        boolean bare = from == at;
        boolean word = name.kind() == Kind.WORD && bare;
        if (word && GRAMMAR.contains(name.value())
                || before.kind() == Kind.WORD && BEFORE_TABLES.contains(before.value())
                || word && before.word("using") && METHODS.contains(name.value())) {
            return;
        }
        boolean ours = bare || from == at - 2 && tokens.get(from).value().equals("pg_catalog");
        if (!ours || !FUNCTIONS.contains(name.value()) && !TYPES.contains(name.value())) {
            throw new NotMeasured("it calls or is made of " + name.value() + ", which is not among what is run there");
        }
        if (PADDED.contains(name.value()) && wide(next(tokens, at + 1))) {
            throw new NotMeasured("a type in it is wider than " + WIDEST);
        }
    }

    private static boolean wide(Token width) {
        String text = width.text();
        return width.kind() == Kind.NUMBER
                && (text.length() > 9 || text.contains(".") || Integer.parseInt(text) > WIDEST);
    }

    private static Token next(List<Token> tokens, int at) {
        return at + 1 < tokens.size() ? tokens.get(at + 1) : new Token(Kind.SIGN, "", "");
    }

    private static Set<String> words(String text) {
        return Set.of(text.strip().split("\\s+"));
    }
}

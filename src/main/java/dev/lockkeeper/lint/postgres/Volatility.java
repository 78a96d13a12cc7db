package dev.lockkeeper.lint.postgres;

import dev.lockkeeper.lint.sql.Expr;
import java.util.Optional;
import java.util.Set;

/** Which functions give each row a value of its own, so that a default of them cannot be kept once for all rows. */
final class Volatility {

    /** {@code select proname from pg_proc where provolatile = 'v'}: those that defaults are made of, and those of usual extensions. */
    private static final Set<String> VOLATILE = words(
            """
            random random_normal clock_timestamp timeofday nextval setval currval lastval gen_random_uuid uuidv4 uuidv7
            uuid_generate_v1 uuid_generate_v1mc uuid_generate_v4 gen_random_bytes gen_salt pg_sleep txid_current
            """);

    /** Stable and immutable ones that defaults are made of. */
    private static final Set<String> STEADY = words(
            """
            now current_date current_time current_timestamp localtime localtimestamp transaction_timestamp statement_timestamp
            current_user session_user user current_role current_database current_catalog current_schema current_setting version
            coalesce nullif greatest least lower upper initcap length char_length md5 sha256 sha512 encode decode concat concat_ws
            format left right lpad rpad repeat replace reverse trim btrim ltrim rtrim substr substring position overlay split_part
            to_char to_date to_timestamp to_number date_trunc date_part extract age make_date make_time make_timestamp
            make_timestamptz make_interval timezone date timestamp timestamptz interval justify_days justify_hours
            abs ceil ceiling floor round trunc sign mod power sqrt
            json_build_object json_build_array jsonb_build_object jsonb_build_array to_json to_jsonb json_object jsonb_object
            array_fill array_append array_cat cardinality string_to_array int4 int8 float8 numeric text bool cast
            int4range int8range numrange daterange tsrange tstzrange to_tsvector to_tsquery hstore point box circle inet cidr
            uuid_nil pg_current_xact_id_if_assigned
            """);

    private Volatility() {}

    /** A function that is, or may be, volatile; empty when all rows get the same value. */
    static Optional<String> suspect(Expr expression) {
        return expression.calls().stream()
                .filter(call -> !STEADY.contains(call))
                .findFirst();
    }

    static boolean surely(String function) {
        return VOLATILE.contains(function);
    }

    private static Set<String> words(String text) {
        return Set.of(text.strip().split("\\s+"));
    }
}

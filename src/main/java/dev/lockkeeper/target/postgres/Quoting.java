package dev.lockkeeper.target.postgres;

import dev.lockkeeper.plan.Digest;
import dev.lockkeeper.plan.Identifier;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Pattern;

/** Names and texts as PostgreSQL reads them. A name is quoted only where it must be, because people read and approve these statements. */
final class Quoting {

    private static final Pattern PLAIN = Pattern.compile("[a-z_][a-z0-9_]*");

    /** {@code select word from pg_get_keywords() where catcode in ('R', 'T', 'C')}, versions 14 to 18 together. */
    private static final Set<String> KEY_WORDS = Set.of(
            """
            all analyse analyze and any array as asc asymmetric authorization between bigint binary bit boolean both case cast char
            character check coalesce collate collation column concurrently constraint create cross current_catalog current_date
            current_role current_schema current_time current_timestamp current_user dec decimal default deferrable desc distinct do
            else end except exists extract false fetch float for foreign freeze from full grant greatest group grouping having ilike
            in initially inner inout int integer intersect interval into is isnull join json json_array json_arrayagg json_exists
            json_object json_objectagg json_query json_scalar json_serialize json_table json_value lateral leading least left like
            limit localtime localtimestamp merge_action national natural nchar none normalize not notnull null nullif numeric offset
            on only or order out outer overlaps overlay placing position precision primary real references returning right row select
            session_user setof similar smallint some substring symmetric system_user table tablesample then time timestamp to trailing
            treat trim true union unique user using values varchar variadic verbose when where window with xmlattributes xmlconcat
            xmlelement xmlexists xmlforest xmlnamespaces xmlparse xmlpi xmlroot xmlserialize xmltable
            """
                    .strip()
                    .split("\\s+"));

    /** An underscore and eight digits of a digest. */
    private static final int HASH_BYTES = 9;

    private Quoting() {}

    static String name(String name) {
        return PLAIN.matcher(name).matches() && !KEY_WORDS.contains(name) ? name : new Identifier(name).quoted('"');
    }

    static String name(Identifier name) {
        return name(name.text());
    }

    /** A text literal that means the same whatever {@code standard_conforming_strings} says. */
    static String literal(String text) {
        String quoted = "'" + text.replace("'", "''") + "'";
        return quoted.indexOf('\\') < 0 ? quoted : "E" + quoted.replace("\\", "\\\\");
    }

    /** A query's way to a table, index or sequence that may not be there; {@code qualified} is quoted already. */
    static String regclass(String qualified) {
        return "to_regclass(" + literal(qualified) + ")";
    }

    /**
     * A name made from others, with its ending kept. The server would cut a longer one silently, and two of them could become one; so
     * the end of what does not fit is replaced by a digest of the whole.
     */
    static String fit(String text, String ending) {
        if (bytes(text + ending) <= Identifier.MAX_BYTES) {
            return text + ending;
        }
        int room = Identifier.MAX_BYTES - HASH_BYTES - bytes(ending);
        int end = text.length();
        while (bytes(text.substring(0, end)) > room) {
            end = text.offsetByCodePoints(end, -1);
        }
        return text.substring(0, end) + "_" + Digest.of(text).substring(0, HASH_BYTES - 1) + ending;
    }

    static String fit(String text) {
        return fit(text, "");
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}

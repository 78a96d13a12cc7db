package dev.lockkeeper.target.mysql;

import java.util.List;
import java.util.Set;

/**
 * The bare words that an author's expression may have. Both servers compute constant calls while they explain a statement, so an unknown
 * function would run while a plan is looked at: functions of one's own, {@code sleep}, {@code load_file}, {@code get_lock} and sequences
 * are not here, and neither is {@code select}.
 */
final class Words {

    /** What stands between values. */
    static final Set<String> OPERATORS = words(
            """
            and or xor not is null true false unknown in between like rlike regexp sounds escape case when then else end as div mod
            binary collate using interval from for both leading trailing character charset set
            microsecond second minute hour day week month quarter year second_microsecond minute_microsecond minute_second
            hour_microsecond hour_second hour_minute day_microsecond day_second day_minute day_hour year_month
            char nchar varchar signed unsigned integer int decimal dec date datetime time timestamp json double float real precision
            """);

    /** After these a bare word is the name of a character set, a collation or a type. */
    static final Set<String> NAMING = words("collate using set charset");

    /** Never as a bare word, whatever columns there are: subqueries, sequences, what writes. */
    static final Set<String> REFUSED = words(
            """
            select table values value with into next previous nextval lastval setval procedure lateral union except intersect exists any
            some all over default row
            """);

    /** The same values give the same value. */
    static final Set<String> STEADY = words(
            """
            abs acos adddate addtime aes_decrypt aes_encrypt ascii asin atan atan2 bin bit_count bit_length cast ceil ceiling char
            char_length character_length chr coalesce coercibility collation concat concat_ws conv convert convert_tz cos cot crc32
            date date_add date_format date_sub datediff day dayname dayofmonth dayofweek dayofyear decimal dec degrees elt exp
            export_set extract field find_in_set floor format from_base64 from_days from_unixtime greatest hex hour if ifnull inet_aton
            inet_ntoa inet6_aton inet6_ntoa insert instr interval is_ipv4 is_ipv6 isnull json_array json_array_append
            json_array_insert json_compact json_contains json_contains_path json_depth json_exists json_extract json_insert json_keys
            json_length json_merge_patch json_merge_preserve json_object json_overlaps json_pretty json_query json_quote json_remove
            json_replace json_search json_set json_type json_unquote json_valid json_value last_day lcase least left length ln locate
            log log10 log2 lower lpad ltrim makedate maketime make_set md5 microsecond mid minute mod month monthname natural_sort_key
            nullif nvl nvl2 oct octet_length ord period_add period_diff pi position pow power quarter quote radians regexp_instr
            regexp_like regexp_replace regexp_substr repeat replace reverse right round rpad rtrim sec_to_time second sha sha1 sha2 sign
            sin soundex space sqrt st_astext st_x st_y strcmp str_to_date subdate substr substring substring_index subtime tan time
            time_format time_to_sec timediff timestamp timestampadd timestampdiff to_base64 to_char to_days to_seconds trim truncate
            ucase unhex upper uuid_to_bin bin_to_uuid is_uuid week weekday weekofyear year yearweek
            varchar nchar binary float double datetime
            """);

    /** Harmless, but another value each time or for each session. */
    static final Set<String> UNSTEADY = words(
            """
            now current_timestamp current_date current_time curdate curtime localtime localtimestamp sysdate unix_timestamp utc_date
            utc_time utc_timestamp uuid uuid_short sys_guid uuid_v4 uuid_v7 rand random_bytes
            """);

    /** Those of them that are written without brackets as well. */
    static final Set<String> UNSTEADY_BARE = words(
            "current_timestamp current_date current_time localtime localtimestamp utc_date utc_time utc_timestamp");

    /** Another value under another {@code time_zone}, {@code lc_time_names}, {@code default_week_format}. */
    static final Set<String> OF_SESSION = words("from_unixtime unix_timestamp dayname monthname week");

    /** What the type of a column may have besides brackets, numbers and the values of {@code enum} and {@code set}. */
    static final Set<String> TYPES = words(
            """
            tinyint smallint mediumint int integer bigint decimal dec numeric fixed float double precision real bit bool boolean serial
            date datetime timestamp time year char varchar character varying nchar nvarchar national binary varbinary tinyblob blob
            mediumblob longblob tinytext text mediumtext longtext long enum set json uuid inet4 inet6 geometry point linestring polygon
            multipoint multilinestring multipolygon geometrycollection vector unsigned signed zerofill charset collate auto_increment
            comment on update current_timestamp invisible generated always as virtual stored persistent
            """);

    private Words() {}

    private static Set<String> words(String text) {
        return Set.copyOf(List.of(text.strip().split("\\s+")));
    }
}

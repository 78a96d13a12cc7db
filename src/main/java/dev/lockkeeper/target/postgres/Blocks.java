package dev.lockkeeper.target.postgres;

import java.util.List;

/**
 * How a table without a key is walked: by where its rows lie, block after block. A place is {@code (block,number)}, and numbers begin at
 * 1, so {@code (7,0)} lies behind every row of the block 6 and before every row of the block 7.
 *
 * <p>An update moves a row, within its block or to any other that has room. So a place names a row for a moment only; what {@link
 * dev.lockkeeper.plan.WithoutKey} demands makes the walk right all the same.
 */
record Blocks(String table) {

    /** The server's name for where a row lies. */
    static final String PLACE = "ctid";

    /** What comes out of a range must come in the order of the blocks, also when the server chooses to read the whole table. */
    static final String IN_ORDER =
            """
            select set_config('synchronize_seqscans', 'off', true), set_config('max_parallel_workers_per_gather', '0', true)
            """;

    private static final String COUNT = "pg_relation_size(%s) / current_setting('block_size')::bigint";

    /** The end of the block in which the last of so many rows lies; no row when the range has fewer. */
    String probe(String range, int rows) {
        return "select format('(%s,0)', max((lies::text::point)[0])::bigint + 1) as key_1\nfrom (select " + PLACE
                + " as lies from " + table + "\n  where " + range + " limit " + rows
                + ") as chunk\nhaving count(*) = " + rows;
    }

    /** The end of the table as it is now. */
    String last() {
        return "select format('(%s,0)', blocks) as key_1 from (select " + count()
                + " as blocks) as size where blocks > 0";
    }

    /** Ends of parts of as many blocks; those of a table that grew meanwhile may lie behind its former end. */
    String borders(int parts) {
        return "select distinct format('(%s,0)', blocks * n / " + parts + ") as key_1, blocks * n / " + parts
                + " as block\nfrom (select " + count() + " as blocks) as size, generate_series(1, " + (parts - 1)
                + ") as n\nwhere blocks * n / " + parts + " > 0 order by block";
    }

    /** Ends of blocks are numbers, and may be compared here. */
    static boolean before(List<String> one, List<String> other) {
        return block(one) < block(other);
    }

    private static long block(List<String> end) {
        String text = end.getFirst();
        return Long.parseLong(text.substring(1, text.indexOf(',')));
    }

    private String count() {
        return COUNT.formatted(Quoting.literal(table) + "::regclass");
    }
}

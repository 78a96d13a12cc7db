package dev.lockkeeper.lint.postgres;

/** Backfills as people write them by hand. */
final class LoopSamples {

    private static final String ROWS =
            """
            do $$
            declare r record;
            begin
              for r in select id from users where active is null loop
                update users set active = true where id = r.id;
              end loop;
            end $$
            """;

    private static final String PIECES =
            """
            do $$
            declare n int;
            begin
              loop
                update users set active = true
                 where id in (select id from users where active is null %s limit 1000 %s);
                get diagnostics n = row_count;
                exit when n = 0;
                commit;
              end loop;
            end $$
            """;

    private static final String CURSOR =
            """
            do $$
            declare last bigint := 0; found_id bigint;
            begin
              loop
                select max(id) into found_id from (
                  select id from users where id > last order by id limit 1000 %s) as piece;
                exit when found_id is null;
                update users set active = true where id > last and id <= found_id;
                last := found_id;
                commit;
              end loop;
            end $$
            """;

    private static final String PROGRESS =
            """
            do $$
            declare last bigint := 0;
            begin
              while last < 1000000 loop
                update users set active = true where id > last and id <= last + 1000;
                %s
                update progress set done = last;
                last := last + 1000;
                commit;
              end loop;
            end $$
            """;

    private static final String JOINED =
            """
            do $$
            declare n int;
            begin
              loop
                with piece as (select id from users where score is null order by id limit 1000)
                update users set score = s.value from piece, %s where users.id = piece.id and s.user_id = users.id;
                get diagnostics n = row_count;
                exit when n = 0;
                commit;
              end loop;
            end $$
            """;

    private LoopSamples() {}

    static void into(Samples samples) {
        samples.of("loop-in-do-block")
                .flags(
                        ROWS,
                        PIECES.formatted("", "").replace("commit;", ""),
                        "begin; " + PIECES.formatted("", "").strip() + "; commit")
                .flags(Samples.users(2_000_000), ROWS)
                .passes(
                        PIECES.formatted("", ""),
                        "create table users (id bigint, active boolean); " + ROWS,
                        "do $$ begin for i in 1..3 loop raise notice '%', i; end loop; end $$");
        samples.of("skip-locked-moving-cursor")
                .flags(CURSOR.formatted("for update skip locked"))
                .passes(CURSOR.formatted("for update"), CURSOR.formatted(""), PIECES.formatted("", ""));
        samples.of("limit-loop-may-end-early")
                .flags(JOINED.formatted("scores as s"), PIECES.formatted("", "for update skip locked"))
                .passes(
                        PIECES.formatted("", ""),
                        ROWS,
                        "create procedure p() language plpgsql as $$ begin loop exit when true; end loop; end $$");
        samples.of("checkpoint-outside-transaction")
                .flags(
                        PROGRESS.formatted("commit;"),
                        PROGRESS.formatted("commit;")
                                .replace("do $$", "create procedure fill() language plpgsql as $$"))
                .passes(PROGRESS.formatted(""), PIECES.formatted("", ""));
        samples.of("offset-paging")
                .flags(PIECES.formatted("order by id", "offset 1000"))
                .passes(PIECES.formatted("order by id", ""));
    }
}

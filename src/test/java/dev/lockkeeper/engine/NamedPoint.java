package dev.lockkeeper.engine;

import dev.lockkeeper.testing.Databases.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** A place in the engine's work at which a database can make a worker stand, seen from outside and without a hook in the program. */
enum NamedPoint {
    OPENING_THE_LEDGER("before the run is in the ledger", Work.BACKFILL, false),
    IN_THE_ROWS("in the middle of a chunk's rows", Work.BACKFILL, false),
    WAITING_FOR_A_ROW("waiting for a row that somebody else holds", Work.BACKFILL, false),
    BEFORE_THE_CURSOR("after the rows, before the lane's cursor", Work.BACKFILL, false),
    AT_COMMIT("in the commit of a chunk", Work.BACKFILL, false),
    STATEMENT_WAITS("intent written, statement waiting for its lock", Work.COLUMN, false),
    BEFORE_DONE("statement carried out, done not written", Work.COLUMN, false),
    INDEX_HALF_BUILT("index half built", Work.INDEX, false),
    BEFORE_THE_FACT("done written, step's fact not written", Work.COLUMN, true);

    private enum Work {
        BACKFILL,
        COLUMN,
        INDEX
    }

    static final int ROWS = 300;

    /** The row at which a chunk is stopped, neither in the first nor in the last. */
    private static final int ROW = 120;

    private final String words;
    private final Work work;
    private final boolean inStore;

    NamedPoint(String words, Work work, boolean inStore) {
        this.words = words;
        this.work = work;
        this.inStore = inStore;
    }

    String words() {
        return words;
    }

    /** Its worker gives the lock up and asks again, so that others get through. */
    boolean asksAgain() {
        return this == WAITING_FOR_A_ROW || this == STATEMENT_WAITS;
    }

    /** What makes workers wait: a row of {@code stops} says where, an advisory lock says how long. Once a database. */
    static void install(Database target, Database store) {
        for (Database database : List.of(target, store)) {
            database.run(
                    "create table public.stops (what text primary key, key bigint not null)",
                    """
                    create function public.stop_at(place text) returns void language plpgsql as $$
                    declare it bigint;
                    begin
                        select key into it from public.stops where what = place;
                        if found then
                            perform set_config('lock_timeout', '0', true);
                            perform pg_advisory_xact_lock_shared(it);
                        end if;
                    end $$""");
        }
        target.run(
                trigger("at_open", "perform public.stop_at('open ' || new.digest)"),
                "create trigger at_open before insert on lockkeeper.run for each row execute function public.at_open()",
                trigger(
                        "at_cursor",
                        "if new.chunks = 3 then perform public.stop_at('cursor ' || split_part(new.step, '/', 1)); end if"),
                "create trigger at_cursor before update of cursor on lockkeeper.lane for each row execute function public.at_cursor()",
                trigger(
                        "at_done",
                        "if new.state = 'done' then perform public.stop_at('done ' || split_part(new.step, '/', 1)); end if"),
                "create trigger at_done before insert or update on lockkeeper.journal for each row execute function public.at_done()",
                trigger("at_row", "perform public.stop_at(tg_argv[0])"));
        store.run(
                trigger(
                        "at_fact",
                        "if new.state = 'succeeded' then perform public.stop_at('fact ' || new.phase); end if"),
                "create trigger at_fact before update on run_steps for each row execute function public.at_fact()");
    }

    private static String trigger(String name, String body) {
        return "create function public." + name + "() returns trigger language plpgsql as $$ begin " + body
                + "; return new; end $$";
    }

    /** The point on a table of its own. The phase has the table's name, so that triggers tell runs apart. */
    final class Stand {
        private final Database target;
        private final Database store;
        private final String table;
        private final int key;
        private final Connection holder;
        private long run;

        Stand(Database target, Database store, String table, int key) {
            this.target = target;
            this.store = store;
            this.table = table;
            this.key = key;
            target.run(
                    "create table " + table + " (id bigint primary key, n int not null default 0)",
                    "insert into " + table + " select i from generate_series(1, " + ROWS + ") i",
                    "analyze " + table);
            this.holder = connect(inStore ? store : target);
        }

        private static Connection connect(Database database) {
            try {
                return database.connect();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        NamedPoint point() {
            return NamedPoint.this;
        }

        long run() {
            return run;
        }

        void launchedAs(long id) {
            run = id;
        }

        /** Of the migration and of its only phase. */
        String migration() {
            return table + "-stands";
        }

        String yaml() {
            String step =
                    switch (work) {
                        case BACKFILL ->
                            "backfill: {table: " + table
                                    + ", set: {n: n + 1}, guard: none, chunk: {time: 20ms, min: 10, max: 50}, lanes: {max: 1}}";
                        case COLUMN -> "addColumn: {table: " + table + ", column: more, type: int}";
                        case INDEX -> "createIndex: {table: " + table + ", columns: [n]}";
                    };
            return """
                    migration: %s
                    title: Stands somewhere
                    engine: postgresql
                    strategy: direct
                    phases:
                      - phase: %s
                        steps:
                          - %s
                    """
                    .formatted(migration(), table, step);
        }

        /** After the file was submitted, before it is launched. */
        void block(String digest) {
            switch (NamedPoint.this) {
                case OPENING_THE_LEDGER -> stop("open " + digest);
                case BEFORE_THE_CURSOR -> stop("cursor " + table);
                case BEFORE_DONE -> stop("done " + table);
                case BEFORE_THE_FACT -> stop("fact " + table);
                case IN_THE_ROWS -> {
                    target.run("create trigger at_row before update on " + table + " for each row when (old.id = " + ROW
                            + ") execute function public.at_row('" + table + "')");
                    stop(table);
                }
                case AT_COMMIT -> {
                    target.run("create constraint trigger at_row after update on " + table
                            + " deferrable initially deferred for each row when (old.id = " + ROW
                            + ") execute function public.at_row('" + table + "')");
                    stop(table);
                }
                case WAITING_FOR_A_ROW ->
                    hold("begin", "select 1 from " + table + " where id = " + ROW + " for update");
                case STATEMENT_WAITS -> hold("begin", "lock table " + table + " in access share mode");
                case INDEX_HALF_BUILT -> hold("begin isolation level repeatable read", "select count(*) from " + table);
            }
        }

        private void stop(String what) {
            hold(
                    "insert into public.stops values ('" + what + "', " + key + ")",
                    "select pg_advisory_lock(" + key + ")");
        }

        private void hold(String... statements) {
            try (Statement sql = holder.createStatement()) {
                for (String statement : statements) {
                    sql.execute(statement);
                }
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        /** Whether the worker stands there now. */
        boolean stands() {
            Database at = inStore ? store : target;
            String waiting =
                    switch (NamedPoint.this) {
                        case WAITING_FOR_A_ROW, STATEMENT_WAITS ->
                            "select count(*) from pg_locks l join pg_stat_activity a using (pid) where not l.granted and"
                                    + " a.application_name like 'lockkeeper run " + run + " %'";
                        case INDEX_HALF_BUILT ->
                            "select count(*) from pg_stat_progress_create_index where relid = '" + table
                                    + "'::regclass and phase = 'waiting for old snapshots'";
                        case OPENING_THE_LEDGER,
                                IN_THE_ROWS,
                                BEFORE_THE_CURSOR,
                                AT_COMMIT,
                                BEFORE_DONE,
                                BEFORE_THE_FACT ->
                            "select count(*) from pg_locks where locktype = 'advisory' and not granted and objid = "
                                    + key;
                    };
            return !at.ask(waiting).equals("0");
        }

        boolean inStore() {
            return inStore;
        }

        void release() {
            try {
                holder.close();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        /** What is not as it should be on the target, in words; empty when all is well. */
        String wrong() {
            String question =
                    switch (work) {
                        case BACKFILL ->
                            "select count(*) || ' rows differ' from " + table + " t full join generate_series(1, "
                                    + ROWS
                                    + ") i on i = t.id where t.n is distinct from 1 or t.id is distinct from i having count(*) > 0";
                        case COLUMN ->
                            "select 'no column' where not exists (select from information_schema.columns where table_name = '"
                                    + table + "' and column_name = 'more')";
                        case INDEX ->
                            "select count(*) || ' good indexes' from pg_index where indrelid = '" + table
                                    + "'::regclass and not indisprimary and indisvalid having count(*) <> 1";
                    };
            String rows = target.ask(question);
            String left =
                    target.ask("select string_agg(what, ', ') from (select 'invalid index' as what from pg_index where"
                            + " indrelid = '" + table
                            + "'::regclass and not indisvalid union all select 'trigger ' || tgname from"
                            + " pg_trigger where tgrelid = '" + table
                            + "'::regclass and not tgisinternal and tgname <> 'at_row') w");
            return (rows.equals("no row") ? "" : rows) + (left.equals("null") ? "" : left);
        }

        boolean hasSessions() {
            return !target.ask("select count(*) from pg_stat_activity where application_name like 'lockkeeper run "
                            + run + " %'")
                    .equals("0");
        }
    }

    @Override
    public String toString() {
        return words;
    }
}

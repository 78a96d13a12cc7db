package dev.lockkeeper.run;

import dev.lockkeeper.store.Notifications;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The rows of {@code run_events} and {@code run_progress}, and the word to every server that a run has changed. */
@Repository
class EventStore {

    /** The topic on which servers tell each other the ids of runs that have changed. */
    static final String TOPIC = "run";

    private static final String INSERT =
            """
            insert into run_events (run, kind, actor, message, data) values (:run, :kind, :actor, :message, cast(:data as jsonb))
            """;

    private static final String AFTER =
            """
            select id, run, at, kind, actor, message, data from run_events where run = :run and id > :after order by id limit :limit
            """;

    /** Samples of a walk come every few seconds; a feed does not look back through more of them than this. */
    private static final String TOLD =
            """
            select id, run, at, kind, actor, message, data
            from (select * from run_events where run = :run order by id desc limit 5000) newest
            where kind <> 'progress' order by id desc limit :limit
            """;

    private static final String SAMPLED =
            """
            select id, run, at, kind, actor, message, data
            from (select * from run_events where run = :run order by id desc limit 500) newest
            where kind = 'progress' order by id desc limit :limit
            """;

    private static final String WISHES =
            "select count(*) from run_events where run = :run and kind = 'wish' and data ->> 'from' = :from and data ->> 'wish' is not null";

    private static final String PROGRESS =
            """
            insert into run_progress (run, progress, updated_at) values (:run, cast(:progress as jsonb), now())
            on conflict (run) do update set progress = excluded.progress, updated_at = excluded.updated_at
            """;

    private final JdbcClient store;
    private final Notifications notifications;

    EventStore(JdbcClient store, Notifications notifications) {
        this.store = store;
        this.notifications = notifications;
    }

    /** What happened. */
    record NewEvent(String kind, String actor, String message, Map<String, ?> data) {}

    /** The caller holds the run ({@link RunStore#hold}): only then do the ids of its events grow in the order in which they appear. */
    void append(long run, NewEvent event) {
        store.sql(INSERT)
                .param("run", run)
                .param("kind", event.kind())
                .param("actor", event.actor())
                .param("message", event.message())
                .param("data", RunJson.write(event.data()))
                .update();
        tell(run);
    }

    /** Overwrites the one row of progress that a run has. */
    void progress(long run, BackfillProgress progress) {
        store.sql(PROGRESS)
                .param("run", run)
                .param("progress", RunJson.write(progress))
                .update();
        tell(run);
    }

    /** Tells the viewers when the transaction commits. */
    private void tell(long run) {
        notifications.send(TOPIC, String.valueOf(run));
    }

    List<RunEvent> after(long run, long after, int limit) {
        return store.sql(AFTER)
                .param("run", run)
                .param("after", after)
                .param("limit", limit)
                .query(EventStore::event)
                .list();
    }

    /** The newest for people, newest first: without the samples of walks. */
    List<RunEvent> told(long run, int limit) {
        return newest(TOLD, run, limit);
    }

    /** The newest samples of walks, newest first. */
    List<RunEvent> sampled(long run, int limit) {
        return newest(SAMPLED, run, limit);
    }

    /** How many wishes found the run in that state, those about its pace left out. */
    long wishes(long run, RunState state) {
        return store.sql(WISHES)
                .param("run", run)
                .param("from", state.wire())
                .query(Long.class)
                .single();
    }

    private List<RunEvent> newest(String sql, long run, int limit) {
        return store.sql(sql)
                .param("run", run)
                .param("limit", limit)
                .query(EventStore::event)
                .list();
    }

    private static RunEvent event(ResultSet row, int number) throws SQLException {
        return new RunEvent(
                row.getLong("id"),
                row.getLong("run"),
                row.getTimestamp("at").toInstant(),
                row.getString("kind"),
                row.getString("actor"),
                row.getString("message"),
                RunJson.map(row.getString("data")));
    }
}

package dev.lockkeeper.target.postgres;

import dev.lockkeeper.target.Probe.Missing;
import java.util.ArrayList;
import java.util.List;

/**
 * What the login may do of that which runs need, and for the rest the statement that grants it. The statements are made by the server's
 * own {@code format('%I')}, so names with quotes and capitals come out right.
 */
final class Privileges {

    /** The ledger lives in a schema of its own: it has to be created once, or be there and usable. */
    private static final String LEDGER =
            """
            select case when n.oid is null then has_database_privilege(current_database(), 'create')
                        else has_schema_privilege(n.oid, 'usage') and has_schema_privilege(n.oid, 'create')
                             and not exists (select from pg_class c where c.relnamespace = n.oid and c.relkind = 'r'
                                             and not has_table_privilege(c.oid, 'select, insert, update, delete')) end as has,
                   case when n.oid is null then format('grant create on database %I to %I', current_database(), current_user)
                        else format(E'grant usage, create on schema %1$I to %2$I;\\n'
                                    'grant select, insert, update, delete on all tables in schema %1$I to %2$I',
                                    n.nspname, current_user) end as grant
              from (values (1)) one left join pg_namespace n on n.nspname = 'lockkeeper'
            """;

    /** By owner. A login that is a member without inheriting would have to change its role first, which we do not. */
    private static final String OWNERS =
            """
            select r.rolname as owner, count(*) as tables,
                   pg_has_role(r.oid, 'usage') as has,
                   case when r.rolsuper
                        then string_agg(format('alter table %I.%I owner to %I', n.nspname, c.relname, current_user), E';\\n'
                                        order by n.nspname, c.relname)
                        when pg_has_role(r.oid, 'member') and :major < 16 then format('alter role %I inherit', current_user)
                        when pg_has_role(r.oid, 'member') then format('grant %I to %I with inherit true', r.rolname, current_user)
                        else format('grant %I to %I', r.rolname, current_user) end as grant
              from pg_class c
              join pg_namespace n on n.oid = c.relnamespace
              join pg_roles r on r.oid = c.relowner
             where c.relkind in ('r', 'p') and n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'lockkeeper')
               and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
             group by r.oid, r.rolname, r.rolsuper
             order by r.rolname
            """;

    private static final String SCHEMAS =
            """
            select n.nspname as schema,
                   has_schema_privilege(n.oid, 'usage') and has_schema_privilege(n.oid, 'create') as has,
                   format('grant usage, create on schema %I to %I', n.nspname, current_user) as grant
              from pg_namespace n
             where n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'lockkeeper')
               and (n.nspname = 'public' or exists (select from pg_class c where c.relnamespace = n.oid and c.relkind in ('r', 'p')))
             order by n.nspname
            """;

    private static final String ROLE =
            """
            select pg_has_role(r.oid, 'usage') as has, format('grant %I to %I', r.rolname, current_user) as grant
              from pg_roles r where r.rolname = :role
            """;

    private final Asking asking;
    private final int major;
    private final List<String> has = new ArrayList<>();
    private final List<Missing> missing = new ArrayList<>();

    Privileges(Asking asking, int major) {
        this.asking = asking;
        this.major = major;
    }

    record Found(List<String> has, List<Missing> missing) {}

    private record Answer(String of, boolean has, String grant) {}

    Found look() {
        has.add("connect");
        ledger();
        owners();
        schemas();
        role(
                "pg_read_all_stats",
                "see what sessions of others do",
                "Without it the lock page shows others without statement and age.");
        role(
                "pg_signal_backend",
                "cancel sessions of others",
                "Without it a session that blocks a run cannot be ended from here.");
        return new Found(List.copyOf(has), List.copyOf(missing));
    }

    private void ledger() {
        Answer answer = asking.ask("asking for the privileges on the ledger", sql -> sql.sql(LEDGER)
                .query((row, n) -> new Answer("", row.getBoolean("has"), row.getString("grant")))
                .single());
        sort(
                "keep the ledger in schema lockkeeper",
                "A run commits its checkpoints there, together with the rows.",
                answer);
    }

    private void owners() {
        List<Answer> answers = asking.ask("asking who owns the tables", sql -> sql.sql(OWNERS)
                .param("major", major)
                .query((row, n) -> new Answer(
                        row.getLong("tables")
                                + (row.getLong("tables") == 1 ? " table of " : " tables of ")
                                + row.getString("owner"),
                        row.getBoolean("has"),
                        row.getString("grant")))
                .list());
        answers.forEach(answer ->
                sort("alter " + answer.of(), "Only the owner of a table, or a member of it, may alter it.", answer));
    }

    private void schemas() {
        List<Answer> answers = asking.ask("asking for the privileges on schemas", sql -> sql.sql(SCHEMAS)
                .query((row, n) -> new Answer(row.getString("schema"), row.getBoolean("has"), row.getString("grant")))
                .list());
        answers.forEach(answer -> sort(
                "create in schema " + answer.of(),
                "New tables, indexes and trigger functions are created there.",
                answer));
    }

    private void role(String role, String what, String why) {
        asking.ask("asking for the role " + role, sql -> sql.sql(ROLE)
                        .param("role", role)
                        .query((row, n) -> new Answer(role, row.getBoolean("has"), row.getString("grant")))
                        .optional())
                .ifPresent(answer -> sort(what, why, answer));
    }

    private void sort(String what, String why, Answer answer) {
        if (answer.has()) {
            has.add(what);
        } else {
            missing.add(new Missing(what, why, answer.grant()));
        }
    }
}

package dev.lockkeeper.lint.postgres;

import dev.lockkeeper.lint.Facts;
import dev.lockkeeper.lint.sql.ObjectName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a rule flags and what it lets pass. */
final class Samples {

    /** @param flagged whether the rule has something against the script */
    record Sample(String rule, boolean flagged, Facts facts, String sql) {
        @Override
        public String toString() {
            String version = facts.version() == null ? "" : " on " + facts.version();
            String joined = facts.tables().isEmpty() ? "" : " joined";
            return rule + (flagged ? " flags" : " lets pass") + version + joined + ": "
                    + (sql.length() > 160 ? sql.substring(0, 160) + " …" : sql);
        }
    }

    private final List<Sample> all = new ArrayList<>();
    private String rule = "";

    Samples of(String id) {
        rule = id;
        return this;
    }

    Samples flags(String... scripts) {
        return flags(Facts.NONE, scripts);
    }

    Samples flags(Facts facts, String... scripts) {
        for (String sql : scripts) {
            all.add(new Sample(rule, true, facts, sql));
        }
        return this;
    }

    Samples passes(String... scripts) {
        return passes(Facts.NONE, scripts);
    }

    Samples passes(Facts facts, String... scripts) {
        for (String sql : scripts) {
            all.add(new Sample(rule, false, facts, sql));
        }
        return this;
    }

    List<Sample> all() {
        return List.copyOf(all);
    }

    static Facts version(int major, int minor) {
        return new Facts(new Facts.Version(major, minor, 0), false, false, Map.of(), null, null);
    }

    /** A server with one table {@code users}. */
    static Facts users(long rows) {
        return with(16, Map.of(ObjectName.of("users"), users(rows, Map.of())));
    }

    static Facts.Table users(long rows, Map<String, String> checks) {
        return new Facts.Table(
                rows,
                rows * 200,
                120.0,
                Map.of(
                        "id", "bigint",
                        "name", "character varying(100)",
                        "email", "text",
                        "age", "integer",
                        "amount", "numeric(10,2)",
                        "org_id", "integer"),
                List.of("id"),
                List.of("users_pkey", "users_email_idx"),
                checks);
    }

    static Facts with(int major, Map<ObjectName, Facts.Table> tables) {
        return new Facts(new Facts.Version(major, 0, 0), false, true, tables, Duration.ofMinutes(4), 1);
    }
}

package dev.lockkeeper.plan;

import java.time.Duration;

/** The steps that ask, wait, or run what the author wrote. */
final class OtherSteps {

    private static final Duration EVERY = Duration.ofSeconds(5);
    private static final Duration SHORTEST_EVERY = Duration.ofMillis(100);

    private OtherSteps() {}

    static Step assertion(Fields in, StepOptions options) {
        String query = in.required("query", Value::text);
        return new Step.Assert(options, query, in.optional("expect", Value::answer));
    }

    static Step rowCount(Fields in, StepOptions options) {
        TableName table = in.required("table", Terms::table);
        return new Step.RowCount(options, table, in.optional("within", Terms::percent, 0.0));
    }

    static Step sql(Fields in, StepOptions options) {
        String up = in.required("up", Value::text);
        String down = in.optional("down", Value::text);
        String irreversible = in.optional("irreversible", Value::text);
        if (down == null && irreversible == null) {
            in.problem("sql needs 'down', or 'irreversible' with the reason why there is no way back");
        }
        if (down != null && irreversible != null) {
            in.problem("sql has either 'down' or 'irreversible', not both");
        }
        return new Step.Sql(options, up, down, irreversible, in.optional("transaction", Value::flag, true));
    }

    static Step waiting(Fields in, StepOptions options) {
        Duration time = in.optional("for", Terms::span);
        String until = in.optional("until", Value::text);
        String expect = in.optional("expect", Value::answer);
        Duration every = in.optional("every", OtherSteps::interval);
        if ((time == null) == (until == null)) {
            in.problem("wait needs either 'for' or 'until'");
        } else if (until != null && expect == null) {
            in.problem("wait with 'until' needs 'expect'");
        } else if (time != null && (expect != null || every != null)) {
            in.problem("'expect' and 'every' belong to 'until'");
        }
        return new Step.Wait(options, time, until, expect, every == null ? EVERY : every);
    }

    private static Duration interval(Value value) {
        Duration every = Terms.span(value);
        if (!every.isZero() && every.compareTo(SHORTEST_EVERY) < 0) {
            value.problem("'every' is at least 100ms");
        }
        return every;
    }
}

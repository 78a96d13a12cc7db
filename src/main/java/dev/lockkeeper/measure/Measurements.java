package dev.lockkeeper.measure;

import dev.lockkeeper.Failure;
import dev.lockkeeper.lint.RuleSet;
import dev.lockkeeper.lint.sql.Parsed;
import dev.lockkeeper.lint.sql.SqlReader;
import dev.lockkeeper.plan.Engine;
import dev.lockkeeper.store.Sandbox;
import dev.lockkeeper.target.TargetSession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** What the statements of a plan lock, measured where that can be done; answers within two seconds, then goes on behind. */
@Component
public class Measurements {

    static final Duration WAIT = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(Measurements.class);
    private static final Duration ALL = Duration.ofSeconds(10);
    private static final Duration QUESTION = Duration.ofSeconds(2);
    private static final int MOST = 200;
    private static final int LONGEST = 200_000;
    private static final int LARGEST = 2_000_000;
    /** Before it the server locked differently in several places, and had no generated columns to ask for. */
    private static final int OLDEST = 12;

    private static final Pattern MAJOR = Pattern.compile("PostgreSQL (\\d+)");

    private final Sandbox sandbox;
    private final Answers answers;
    private final JsonMapper json;
    private final Optional<SqlReader> reader;

    Measurements(Sandbox sandbox, Answers answers, JsonMapper json, ObjectProvider<RuleSet> sets) {
        this.sandbox = sandbox;
        this.answers = answers;
        this.json = json;
        this.reader = sets.orderedStream()
                .filter(set -> set.engine() == Engine.POSTGRESQL)
                .findFirst()
                .map(RuleSet::reader);
    }

    /** Behind the start, which does not wait for it. */
    @EventListener(ApplicationReadyEvent.class)
    void prepare() {
        if (sandbox.unavailable().isEmpty()) {
            answers.behind(sandbox::prepare);
        }
    }

    /**
     * Never throws for what the target or the copy refuses.
     *
     * @param session on the target, a PostgreSQL
     * @param asked in the order in which they would run
     * @return one for each, in their order
     */
    public List<Measured> of(TargetSession session, List<Asked> asked) {
        try {
            sandbox.unavailable().ifPresent(why -> {
                throw new NotMeasured(why);
            });
            SqlReader read = reader.orElseThrow(() -> new NotMeasured("nothing reads PostgreSQL's SQL here"));
            refuseMuch(session, asked);
            String definitions = definitions(query -> session.ask(query, QUESTION), read, asked);
            Future<List<Measured>> answer =
                    answers.of(Answers.key(definitions, asked), () -> measured(read, definitions, asked));
            return answer.get(WAIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (NotMeasured e) {
            return none(asked, e.why());
        } catch (RejectedExecutionException e) {
            return none(asked, "other plans are being measured; look again in a moment");
        } catch (TimeoutException e) {
            return none(asked, "it is being measured; look again in a moment");
        } catch (Failure e) {
            return none(asked, "the tables' definitions cannot be read: " + e.message());
        } catch (ExecutionException e) {
            LOG.warn("Locks could not be measured", e.getCause());
            return none(asked, "measuring failed; the log of the server says why");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return none(asked, "the server stops");
        }
    }

    private static void refuseMuch(TargetSession session, List<Asked> asked) {
        if (asked.size() > MOST) {
            throw new NotMeasured("the plan has more than " + MOST + " statements");
        }
        if (asked.stream().mapToLong(one -> one.sql().length()).sum() > LONGEST) {
            throw new NotMeasured("the plan's SQL is longer than " + LONGEST + " characters");
        }
        Matcher major = MAJOR.matcher(session.version());
        if (!major.find() || Integer.parseInt(major.group(1)) < OLDEST) {
            throw new NotMeasured(session.version() + " is older than " + OLDEST);
        }
    }

    private static String definitions(Function<String, Optional<String>> ask, SqlReader reader, List<Asked> asked) {
        Set<String> words = new LinkedHashSet<>();
        int pieces = 0;
        for (Asked one : asked) {
            for (Parsed piece : reader.read(one.sql()).statements()) {
                if (++pieces > MOST) {
                    throw new NotMeasured("the plan has more than " + MOST + " statements");
                }
                names(piece.text(), words);
            }
        }
        String definitions = ask.apply(CopyQuery.of(words)).orElse("{}");
        if (definitions.length() > LARGEST) {
            throw new NotMeasured("the tables' definitions are longer than " + LARGEST + " characters");
        }
        return definitions;
    }

    private static void names(String sql, Set<String> words) {
        try {
            SentText.of(sql).tokens().stream()
                    .filter(Token::name)
                    .map(Token::value)
                    .forEach(words::add);
        } catch (NotMeasured e) {
            LOG.debug("a statement will not be measured: {}", e.why());
        }
    }

    /** Without a memory and without a bound on the time. @param ask puts a question to the target */
    List<Measured> now(Function<String, Optional<String>> ask, List<Asked> asked) throws Exception {
        SqlReader read = reader.orElseThrow();
        return measured(read, definitions(ask, read, asked), asked);
    }

    private List<Measured> measured(SqlReader read, String definitions, List<Asked> asked) throws Exception {
        TableCopy copy = new TableCopy(json.readTree(definitions));
        return sandbox.within(connection -> {
            Deadline deadline = Deadline.in(ALL);
            Copying copying = new Copying(connection, deadline);
            try {
                copying.make(copy);
            } catch (NotMeasured e) {
                return none(asked, e.why());
            }
            return new Trial(connection, read, copying, deadline).run(asked);
        });
    }

    private static List<Measured> none(List<Asked> asked, String why) {
        return new ArrayList<>(Collections.nCopies(asked.size(), Measured.not(why)));
    }
}

package dev.lockkeeper.lint;

import dev.lockkeeper.lint.Piece.Kind;
import dev.lockkeeper.lint.Piece.Places;
import dev.lockkeeper.lint.sql.Act;
import dev.lockkeeper.lint.sql.Parsed;
import dev.lockkeeper.lint.sql.SqlReader;
import dev.lockkeeper.plan.Engine;
import dev.lockkeeper.plan.Gate;
import dev.lockkeeper.plan.Phase;
import dev.lockkeeper.plan.Plan;
import dev.lockkeeper.plan.SqlPlaces;
import dev.lockkeeper.plan.SqlPlaces.Place;
import dev.lockkeeper.plan.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads what was given into pieces. */
final class Pieces {

    private static final Logger LOG = LoggerFactory.getLogger(Pieces.class);

    private final SqlReader reader;
    private final Engine engine;

    Pieces(SqlReader reader, Engine engine) {
        this.reader = reader;
        this.engine = engine;
    }

    List<Piece> of(LintRequest.Source source) {
        return switch (source) {
            case LintRequest.Sql sql -> List.of(script(sql.text()));
            case LintRequest.File file -> file(file.plan(), SqlPlaces.of(file.text()));
        };
    }

    private Piece script(String sql) {
        String plain = sql.startsWith("\uFEFF") ? sql.substring(1) : sql;
        return new Piece(null, 0, read(plain), Kind.SCRIPT, false, false, Map.of(), Places.SAME);
    }

    private List<Piece> file(Plan plan, SqlPlaces places) {
        List<Piece> pieces = new ArrayList<>();
        for (int p = 0; p < plan.phases().size(); p++) {
            Phase phase = plan.phases().get(p);
            for (int s = 0; s < phase.steps().size(); s++) {
                Spot spot = new Spot(phase, p, s, places);
                boolean apart = s == 0 && p > 0 && waits(phase.gate());
                if (spot.step() instanceof Step.Sql sql) {
                    pieces.add(written(spot, "up", sql.up(), sql.transaction(), Kind.STEP, apart));
                    if (sql.down() != null) {
                        pieces.add(written(spot, "down", sql.down(), sql.transaction(), Kind.WAY_BACK, false));
                    }
                } else {
                    pieces.add(planned(spot, apart));
                }
            }
        }
        return pieces;
    }

    private static boolean waits(Gate gate) {
        return gate.needsPerson() || !gate.soak().isZero();
    }

    private record Spot(Phase phase, int phaseIndex, int index, SqlPlaces places) {
        Step step() {
            return phase.steps().get(index);
        }

        Places in(String key) {
            return new Places() {
                @Override
                public Place of(int line, int column) {
                    return places.in(phaseIndex, index, key, line, column);
                }

                @Override
                public Place allow(String rule) {
                    return places.allow(phaseIndex, index, rule);
                }
            };
        }
    }

    /** PostgreSQL takes statements that come in one message for one transaction, also without a {@code begin}. */
    private Piece written(Spot spot, String key, String sql, boolean transaction, Kind kind, boolean apart) {
        List<Parsed> statements = read(sql);
        boolean together = transaction || engine == Engine.POSTGRESQL && statements.size() > 1;
        return new Piece(
                spot.phase().name(),
                spot.index(),
                statements,
                kind,
                together,
                apart,
                spot.step().options().allow(),
                spot.in(key));
    }

    private Piece planned(Spot spot, boolean apart) {
        String title = spot.step().title();
        List<Act> acts = PlannedActs.of(spot.step(), engine);
        List<Parsed> statements = IntStream.range(0, acts.size())
                .mapToObj(i -> new Parsed(i + 1, title, 1, 1, List.of(), acts.get(i)))
                .toList();
        return new Piece(
                spot.phase().name(),
                spot.index(),
                statements,
                Kind.PLANNED,
                false,
                apart,
                spot.step().options().allow(),
                spot.in("table"));
    }

    /** A reader promises not to throw; if it does all the same, nothing of the text is known, and that is said. */
    private List<Parsed> read(String sql) {
        try {
            return reader.read(sql).statements();
        } catch (RuntimeException | StackOverflowError broken) {
            LOG.error("Reading SQL of {} broke", engine.wire(), broken);
            Act unread = new Act.Unreadable(
                    1,
                    1,
                    "reading it broke (" + broken.getClass().getSimpleName() + "); the server's log has the reason");
            return List.of(new Parsed(1, sql.strip(), 1, 1, List.of(), unread));
        }
    }
}

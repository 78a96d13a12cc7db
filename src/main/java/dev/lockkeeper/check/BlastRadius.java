package dev.lockkeeper.check;

import dev.lockkeeper.Failure;
import dev.lockkeeper.catalog.Revision;
import dev.lockkeeper.check.Blast.Holder;
import dev.lockkeeper.check.Blast.Reach;
import dev.lockkeeper.check.MeasuredLocks.Known;
import dev.lockkeeper.measure.Measured;
import dev.lockkeeper.plan.Engine;
import dev.lockkeeper.plan.Phase;
import dev.lockkeeper.plan.Step;
import dev.lockkeeper.plan.TableName;
import dev.lockkeeper.target.PhaseSql;
import dev.lockkeeper.target.Resolved;
import dev.lockkeeper.target.Session;
import dev.lockkeeper.target.Statement;
import dev.lockkeeper.target.Statement.Lock;
import dev.lockkeeper.target.Statement.Mode;
import dev.lockkeeper.target.StepSql;
import dev.lockkeeper.target.TableShape;
import dev.lockkeeper.target.TableUse;
import dev.lockkeeper.target.Target;
import dev.lockkeeper.target.TargetSession;
import dev.lockkeeper.target.Targets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What each statement of a revision would do to others on a target: whom it waits for, whom it keeps waiting, how long. */
@Component
public class BlastRadius {

    private static final int NAMED = 5;

    private static final List<String> PAGES = List.of("lockkeeper review", "lockkeeper board", "lockkeeper lint");

    private final Targets targets;
    private final PredictedLocks predicted;
    private final MeasuredLocks measured;
    private final Spans spans;

    BlastRadius(Targets targets, PredictedLocks predicted, MeasuredLocks measured, Spans spans) {
        this.targets = targets;
        this.predicted = predicted;
        this.measured = measured;
        this.spans = spans;
    }

    /** A statement with what it locks. */
    private record Found(Blasts.Key key, Known known) {}

    /** A table as it is now. */
    private record Scene(@Nullable TableShape shape, @Nullable Double reads, List<TableUse> uses) {}

    /** Never throws for what the target refuses: what is not known is said. */
    public Blasts read(Revision revision, Target target, Resolved resolved) {
        try (TargetSession session = targets.open(target, "lockkeeper review")) {
            return read(revision, target, resolved, session);
        } catch (Failure failure) {
            return new Blasts(Map.of(), failure.message());
        }
    }

    /** The same on a session that is open. */
    Blasts read(Revision revision, Target target, Resolved resolved, TargetSession session) {
        try {
            return found(revision, target, resolved, session);
        } catch (Failure failure) {
            return new Blasts(Map.of(), failure.message());
        }
    }

    private Blasts found(Revision revision, Target target, Resolved resolved, TargetSession session) {
        List<Found> found = statements(revision, target, resolved, session);
        Set<TableName> tables = new LinkedHashSet<>();
        found.forEach(each -> tables.addAll(each.known().locks().keySet()));
        Map<TableName, Scene> scenes = scenes(session, tables);
        Map<Long, Session> sessions = new LinkedHashMap<>();
        session.sessions().forEach(each -> sessions.put(each.id(), each));
        Map<Blasts.Key, Blast> blasts = new LinkedHashMap<>();
        for (Found each : found) {
            List<Reach> reaches = new ArrayList<>();
            Known known = each.known();
            known.locks()
                    .forEach((table, lock) -> reaches.add(
                            reach(target, each.key().statement(), table, lock, scenes.get(table), sessions)));
            if (!reaches.isEmpty() || known.unknown() != null) {
                blasts.put(each.key(), new Blast(reaches, known.unknown(), known.unmeasured()));
            }
        }
        return new Blasts(blasts, null);
    }

    private List<Found> statements(Revision revision, Target target, Resolved resolved, TargetSession session) {
        Map<Blasts.Key, Measured> asked =
                target.engine() == Engine.POSTGRESQL ? measured.of(resolved, session) : Map.of();
        List<Found> found = new ArrayList<>();
        for (PhaseSql phase : resolved.phases()) {
            List<Step> steps =
                    revision.plan().phase(phase.phase()).map(Phase::steps).orElse(List.of());
            for (StepSql sql : phase.steps()) {
                for (Statement statement : statements(sql)) {
                    Step step = steps.get(sql.index());
                    Blasts.Key key = new Blasts.Key(phase.phase(), sql.index(), statement);
                    found.add(new Found(
                            key,
                            measured.known(
                                    statement,
                                    predicted.of(revision.plan(), step, statement, target, session),
                                    asked.get(key))));
                }
            }
        }
        return found;
    }

    private static List<Statement> statements(StepSql sql) {
        return Stream.of(sql.forward(), sql.back(), sql.later())
                .flatMap(List::stream)
                .filter(statement -> statement.mode() != Mode.PAUSE && statement.mode() != Mode.QUERY)
                .filter(statement -> !statement.lock().mode().equals("none"))
                .distinct()
                .toList();
    }

    private static Map<TableName, Scene> scenes(TargetSession session, Set<TableName> tables) {
        List<TableUse> uses = session.uses(tables);
        Map<TableName, Scene> scenes = new LinkedHashMap<>();
        for (TableName table : tables) {
            Optional<TableShape> shape = session.table(table);
            scenes.put(
                    table,
                    new Scene(
                            shape.orElse(null),
                            shape.isEmpty() ? null : session.readsPerSecond(table),
                            uses.stream()
                                    .filter(use -> use.table().equals(table))
                                    .toList()));
        }
        return scenes;
    }

    private Reach reach(
            Target target,
            Statement statement,
            TableName table,
            Lock lock,
            @Nullable Scene scene,
            Map<Long, Session> sessions) {
        TableShape shape = scene == null ? null : scene.shape();
        List<Holder> ahead = scene == null ? List.of() : ahead(lock, scene.uses(), sessions);
        List<String> blocks = LockModes.blocks(lock);
        Double writes = shape == null ? null : shape.writesPerSecond();
        Double reads = scene == null ? null : scene.reads();
        return new Reach(
                table.toString(),
                lock,
                blocks,
                shape == null ? null : shape.estimatedRows(),
                shape == null ? null : shape.bytes(),
                spans.of(
                        target.name(), table.toString(), shape == null ? null : shape.estimatedRows(), statement, lock),
                ahead.stream().limit(NAMED).toList(),
                ahead.size(),
                writes,
                reads,
                shape == null ? "nobody: the table is not there yet" : QueueWords.of(lock, writes, reads));
    }

    private static List<Holder> ahead(Lock lock, List<TableUse> uses, Map<Long, Session> sessions) {
        return uses.stream()
                .filter(use -> LockModes.conflict(lock.mode(), use.mode()))
                .filter(use -> !readsForPages(sessions.get(use.session())))
                .flatMap(
                        use -> Optional.ofNullable(sessions.get(use.session())).map(each -> holder(use, each)).stream())
                .sorted(Comparator.comparing(Holder::since, Comparator.nullsLast(Comparator.naturalOrder())))
                .toList();
    }

    /** Boards and reviews of ours are gone before the statement comes; runs are not. */
    private static boolean readsForPages(@Nullable Session session) {
        return session != null
                && PAGES.stream().anyMatch(name -> session.application().startsWith(name));
    }

    private static Holder holder(TableUse use, Session session) {
        return new Holder(
                session.id(),
                session.user(),
                session.application(),
                session.state(),
                session.transactionSince(),
                use.mode(),
                session.run());
    }
}

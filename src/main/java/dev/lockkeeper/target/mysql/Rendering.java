package dev.lockkeeper.target.mysql;

import dev.lockkeeper.plan.Phase;
import dev.lockkeeper.plan.Plan;
import dev.lockkeeper.plan.Step;
import dev.lockkeeper.plan.TableName;
import dev.lockkeeper.target.PhaseSql;
import dev.lockkeeper.target.Resolved;
import dev.lockkeeper.target.TableShape;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A plan as exact statements. Each family of steps has a class; {@link Scratch} lets the server judge them on empty temporary copies of
 * the tables, and nothing of an author's that writes is ever sent.
 */
final class Rendering {

    private final Connection connection;
    private final Function<TableName, Optional<TableShape>> tables;

    /** @param connection as {@link Connecting} makes it, in autocommit mode. @param tables asked before anything else */
    Rendering(Connection connection, Function<TableName, Optional<TableShape>> tables) {
        this.connection = connection;
        this.tables = tables;
    }

    /** @throws dev.lockkeeper.Failure with every finding; {@code missing-object} when one of them is a thing that is not there */
    Resolved resolve(Plan plan, String target, String version) {
        List<List<Rendered>> phases = render(plan);
        List<PhaseSql> resolved = new ArrayList<>();
        for (int i = 0; i < phases.size(); i++) {
            resolved.add(new PhaseSql(
                    plan.phases().get(i).name(),
                    phases.get(i).stream().map(Rendered::sql).toList()));
        }
        return new Resolved(target, version, resolved);
    }

    /** See {@link dev.lockkeeper.target.TargetSession#conflict}. */
    Optional<String> conflict(Plan plan, Step step) {
        List<List<Rendered>> phases = render(plan);
        for (int i = 0; i < phases.size(); i++) {
            int at = plan.phases().get(i).steps().indexOf(step);
            if (at >= 0) {
                return said(phases.get(i).get(at));
            }
        }
        throw new IllegalArgumentException("the step is not of this plan: " + step.title());
    }

    private Optional<String> said(Rendered step) {
        if (step.conflict() == null) {
            return Optional.empty();
        }
        try {
            List<String> conflicts = new Sending(connection).texts(step.conflict());
            return conflicts.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", conflicts));
        } catch (SQLException e) {
            throw SqlFailures.of("looking for what is there in another form", e);
        }
    }

    private List<List<Rendered>> render(Plan plan) {
        Map<TableName, Optional<TableShape>> shapes = new HashMap<>();
        plan.phases().stream()
                .flatMap(phase -> phase.steps().stream())
                .flatMap(step -> step.about().stream())
                .forEach(table -> shapes.computeIfAbsent(table, tables));
        Sending sql = new Sending(connection);
        Findings findings = new Findings();
        try (Scratch scratch = new Scratch(sql, plan, shapes, findings)) {
            return tried(plan, scratch, findings);
        } catch (SQLException e) {
            throw SqlFailures.of("resolving the plan", e);
        }
    }

    private static List<List<Rendered>> tried(Plan plan, Scratch scratch, Findings findings) throws SQLException {
        Families families = new Families(scratch, findings, ServerVersion.read(scratch.sql()), plan.migration());
        List<List<Rendered>> phases = new ArrayList<>();
        for (Phase phase : plan.phases()) {
            List<Rendered> steps = new ArrayList<>();
            for (int i = 0; i < phase.steps().size(); i++) {
                steps.add(
                        families.render(Spot.of(phases.size(), i, phase.steps().get(i))));
            }
            phases.add(steps);
        }
        findings.throwIfAny();
        return phases;
    }
}

package dev.lockkeeper.check;

import dev.lockkeeper.plan.Plan;
import dev.lockkeeper.plan.Step;
import dev.lockkeeper.plan.TableName;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The tables that a plan changes, in lower case as its file names them. Steps name theirs; in the author's own statements the word after
 * {@code table}, {@code update}, {@code into}, {@code from}, {@code join} or {@code on} is taken for one, so that rather too many are
 * found than too few.
 */
public final class ChangedTables {
    private ChangedTables() {}

    private static final Pattern MENTION = Pattern.compile(
            "\\b(?:table|update|into|from|join|on)\\s+(?:if\\s+(?:not\\s+)?exists\\s+)?(?:only\\s+)?([\\w\"`.]+)",
            Pattern.CASE_INSENSITIVE);

    public static Set<String> of(Plan plan) {
        Set<String> tables = new TreeSet<>();
        plan.phases().stream()
                .flatMap(phase -> phase.steps().stream())
                .flatMap(ChangedTables::of)
                .forEach(tables::add);
        return tables;
    }

    /** Names of {@code some} that mean a table of {@code others}; one without a schema may be in any. */
    public static Set<String> shared(Set<String> some, Set<String> others) {
        Set<String> shared = new TreeSet<>();
        some.stream()
                .filter(one -> others.stream().anyMatch(other -> same(one, other)))
                .forEach(shared::add);
        return shared;
    }

    private static boolean same(String one, String other) {
        return one.equals(other) || one.endsWith("." + other) || other.endsWith("." + one);
    }

    private static Stream<String> of(Step step) {
        return switch (step) {
            case Step.CreateTable s -> name(s.table());
            case Step.AddColumn s -> name(s.table());
            case Step.DropColumn s -> name(s.table());
            case Step.KeepInSync s -> name(s.table());
            case Step.StopSync s -> name(s.table());
            case Step.CreateIndex s -> name(s.table());
            case Step.DropIndex s -> name(s.table());
            case Step.SetNotNull s -> name(s.table());
            case Step.AddCheck s -> name(s.table());
            case Step.Backfill s -> name(s.table());
            case Step.Verify s -> name(s.table());
            case Step.Sql s -> mentioned(s.up()).map(word -> word.toLowerCase(Locale.ROOT));
            case Step.RowCount s -> Stream.empty();
            case Step.Assert s -> Stream.empty();
            case Step.Wait s -> Stream.empty();
        };
    }

    private static Stream<String> name(TableName table) {
        return Stream.of(table.toString().toLowerCase(Locale.ROOT));
    }

    /** As they are written, without quotes. */
    static Stream<String> mentioned(String sql) {
        Matcher matcher = MENTION.matcher(sql);
        return matcher.results()
                .map(found -> found.group(1).replaceAll("[\"`]", ""))
                .filter(word -> !word.isBlank());
    }
}

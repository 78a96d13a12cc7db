package dev.lockkeeper.lint.mysql;

import dev.lockkeeper.lint.Case;
import dev.lockkeeper.lint.Remark;
import dev.lockkeeper.lint.Rule;
import dev.lockkeeper.lint.sql.Act;
import dev.lockkeeper.lint.sql.Alteration;
import dev.lockkeeper.lint.sql.ColumnDef;
import dev.lockkeeper.plan.Level;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Matters of taste and of later years; off unless a policy wants them. */
final class StyleRules {

    static final List<Rule> ALL = List.of(
            new Rule(
                    "prefer-bigint-over-int",
                    Level.OFF,
                    "Numbers that the server gives run out: an int has 2,147,483,647.",
                    in -> columns(
                            in,
                            column ->
                                    column.automatic() && column.type().matches("(tiny|small|medium)?int.*|integer.*"),
                            "%s is numbered by the server and runs out of numbers as %s; bigint does not")),
            new Rule(
                    "prefer-decimal-over-float",
                    Level.OFF,
                    "float and double round; sums of money come out wrong.",
                    in -> columns(
                            in,
                            column -> column.type().matches("(float|double|real).*"),
                            "%s rounds what it stores as %s; decimal does not")),
            new Rule(
                    "prefer-datetime-over-timestamp",
                    Level.OFF,
                    "timestamp ends in January 2038 on MySQL and depends on the session's time zone.",
                    in -> columns(
                            in,
                            column -> column.type().startsWith("timestamp"),
                            "%s ends in January 2038 as %s; datetime does not")),
            new Rule(
                    "prefer-utf8mb4",
                    Level.OFF,
                    "utf8 and utf8mb3 store three bytes a character: four-byte ones are refused or lost.",
                    StyleRules::utf8));

    private StyleRules() {}

    private static Stream<ColumnDef> defined(Case in) {
        return in.statement().act() instanceof Act.CreateTable create
                ? create.columns().stream()
                : Altered.of(in).stream().flatMap(Altered::columns);
    }

    private static List<Remark> columns(Case in, Predicate<ColumnDef> wrong, String danger) {
        return defined(in)
                .filter(wrong)
                .map(column -> Remark.of(danger.formatted(column.name(), column.type()) + ".", ""))
                .toList();
    }

    private static List<Remark> utf8(Case in) {
        Stream<String> words = Stream.concat(
                defined(in).flatMap(column -> column.extras().stream()),
                in.statement().act() instanceof Act.CreateTable create
                        ? create.options().stream()
                        : Altered.of(in).stream()
                                .flatMap(altered -> Stream.concat(
                                        altered.each(Alteration.SetOptions.class)
                                                .flatMap(one -> one.names().stream()),
                                        altered.each(Alteration.ConvertCharacterSet.class)
                                                .map(one -> "character set " + one.characterSet()))));
        return words.filter(word -> word.matches("character set (utf8|utf8mb3)( .*)?"))
                .limit(1)
                .map(word -> Remark.of(
                        "utf8 stores three bytes a character and refuses or loses what needs four; utf8mb4 stores all.",
                        ""))
                .toList();
    }
}

package dev.lockkeeper.lint.mysql;

import dev.lockkeeper.lint.reading.Limits;
import dev.lockkeeper.lint.reading.NotRead;
import dev.lockkeeper.lint.reading.Piece;
import dev.lockkeeper.lint.reading.Places;
import dev.lockkeeper.lint.sql.Act;
import dev.lockkeeper.lint.sql.Parsed;
import dev.lockkeeper.lint.sql.Script;
import dev.lockkeeper.lint.sql.SqlReader;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads scripts of MySQL and MariaDB. A {@code set} of several variables is read once for each, under the same number and place.
 */
final class MysqlReader implements SqlReader {

    @Override
    public Script read(String sql) {
        Places places = new Places(sql);
        List<Parsed> statements = new ArrayList<>();
        long deadline = System.nanoTime() + Limits.SCRIPT_NANOS;
        for (Piece piece : Cutting.of(sql)) {
            Piece.Problem problem = piece.problem();
            if (problem != null) {
                statements.add(piece.unreadable(places, problem));
            } else if (System.nanoTime() - deadline > 0) {
                statements.add(
                        piece.unreadable(places, 0, "The script takes too long to read; it is not read from here on."));
            } else {
                statements.addAll(parsed(piece, places));
            }
        }
        return new Script(statements);
    }

    private static List<Parsed> parsed(Piece piece, Places places) {
        try {
            return acts(piece.text()).stream()
                    .map(act -> piece.parsed(places, act))
                    .toList();
        } catch (NotRead unknown) {
            return List.of(piece.unreadable(places, unknown.at(), unknown.why()));
        }
    }

    private static List<Act> acts(String sql) {
        MariadbSyntax.Readable readable = MariadbSyntax.of(sql);
        return WithoutGrammar.act(readable.text()).map(List::of).orElseGet(() -> new Acts(new Written(sql, readable))
                .of(MysqlGrammar.statement(readable.text())));
    }
}

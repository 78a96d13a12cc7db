package dev.lockkeeper.api;

import dev.lockkeeper.check.Board;
import dev.lockkeeper.check.Finding;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** @param verdict {@code go} or {@code no-go} */
record BoardJson(String verdict, List<CheckJson> checks) {

    /** @param result {@code pass}, {@code fail} or {@code unknown} */
    record CheckJson(
            String id,
            String title,
            String result,
            boolean blocking,
            String evidence,
            String advice,
            Instant checkedAt) {
        static CheckJson of(Finding finding) {
            return new CheckJson(
                    finding.id(),
                    finding.title(),
                    finding.result().name().toLowerCase(Locale.ROOT),
                    finding.blocking(),
                    finding.evidence(),
                    finding.advice(),
                    finding.checkedAt());
        }
    }

    static BoardJson of(Board board) {
        return new BoardJson(
                board.verdict(), board.checks().stream().map(CheckJson::of).toList());
    }
}

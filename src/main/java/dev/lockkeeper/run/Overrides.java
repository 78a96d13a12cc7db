package dev.lockkeeper.run;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.check.Board;
import dev.lockkeeper.check.Boards;
import dev.lockkeeper.check.Finding;
import dev.lockkeeper.security.Person;
import dev.lockkeeper.security.Role;
import dev.lockkeeper.target.Target;
import java.util.List;
import java.util.Optional;

/** Failed checks that somebody takes upon themselves: an admin, by name, with a reason. Never an approval, never what cannot be read. */
final class Overrides {
    private Overrides() {}

    /** The board with the overridden findings no longer blocking, their reasons in the evidence. */
    static Board apply(Board board, List<Runs.Override> overrides, Target target, Person by) {
        if (overrides.isEmpty()) {
            return board;
        }
        by.require(Role.ADMIN, target.environment(), target.team());
        overrides.forEach(override -> validate(board, override));
        return new Board(board.checks().stream()
                .map(finding -> apply(finding, overrides, by))
                .toList());
    }

    private static void validate(Board board, Runs.Override override) {
        if (override.reason().isBlank()) {
            throw Failure.invalid(
                    "The override of '" + override.check() + "' has no reason.",
                    "Say why the check may be passed over.");
        }
        if (Boards.UNBENDING.contains(override.check())) {
            throw new Failure(
                    Code.NOT_APPROVED,
                    "The check '" + override.check() + "' cannot be overridden. Nothing was launched.",
                    "Do what the check asks for; an approval is given by an approver other than the author.");
        }
        if (board.checks().stream().noneMatch(finding -> finding.id().equals(override.check()))) {
            throw Failure.invalid(
                    "The board has no check '" + override.check() + "'.", "Name checks as the board does.");
        }
    }

    private static Finding apply(Finding finding, List<Runs.Override> overrides, Person by) {
        Optional<Runs.Override> override = overrides.stream()
                .filter(one -> one.check().equals(finding.id()))
                .findFirst();
        if (override.isEmpty() || !finding.stops()) {
            return finding;
        }
        String evidence = finding.evidence() + " Overridden by " + by.username() + ": "
                + override.get().reason();
        return new Finding(
                finding.id(),
                finding.title(),
                finding.result(),
                false,
                evidence,
                finding.advice(),
                finding.checkedAt());
    }
}

package dev.lockkeeper.check;

import dev.lockkeeper.Failure;
import dev.lockkeeper.target.TargetPolicy;
import dev.lockkeeper.target.TargetPolicy.Backup;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Whether there is a backup that is young enough, known in the way that the target's policy names. */
@Component
@Order(96)
class BackupFresh implements Check {

    static final String ID = "backup-fresh";

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** Clocks differ a little; a backup of tomorrow is a wrong answer. */
    private static final Duration AHEAD = Duration.ofMinutes(5);

    private final BackupPage page = new BackupPage();

    @Override
    public String id() {
        return ID;
    }

    @Override
    public String title() {
        return "The backup is fresh";
    }

    /** Where the policy asks for one; what nobody asked for stops nothing. */
    @Override
    public boolean blocking() {
        return true;
    }

    @Override
    public Finding ask(Launch launch) {
        Backup backup = TargetPolicy.of(launch.target()).backup();
        if (backup == null) {
            return cannotTell(
                    launch,
                    "The policy of " + launch.target().name() + " does not say how to know of its backups.",
                    "Set policy.backup of the target: {sql | http | attest, maxAge}.");
        }
        return backup.attest() ? attested(launch, backup) : probed(launch, backup);
    }

    private Finding attested(Launch launch, Backup backup) {
        Optional<Attestation> given = launch.given().attested(ID);
        if (given.isEmpty()) {
            return fail(
                    launch,
                    "Nobody has attested a backup.",
                    "Give the link to the backup and its time when you launch; it is kept with your name.");
        }
        Instant at = given.get().at() == null ? launch.askedAt() : given.get().at();
        return judged(launch, backup, at, "Attested with " + given.get().link() + ": a backup");
    }

    private Finding probed(Launch launch, Backup backup) {
        URI http = backup.http();
        String sql = backup.sql();
        String source = http == null ? "The target's query" : "The page at " + http.getHost();
        Optional<String> answer;
        try {
            answer = http != null ? page.read(http) : launch.reached().ask(sql == null ? "" : sql, PATIENCE);
        } catch (Failure failure) {
            return unknown(launch, source + " failed: " + failure.message(), "Mend policy.backup of the target.");
        }
        Optional<Instant> at = answer.flatMap(Times::read);
        return at.map(time -> judged(
                        launch,
                        backup,
                        time,
                        "The last backup, as " + source.toLowerCase(java.util.Locale.ROOT) + " says, is"))
                .orElseGet(() -> unknown(
                        launch,
                        source + " gave no time.",
                        "It has to give one, such as 2026-11-20T22:00:00Z; without a zone it is taken for UTC."));
    }

    private Finding judged(Launch launch, Backup backup, Instant at, String words) {
        String evidence =
                words + " of " + Times.inWords(at) + "; it may be " + GateWords.inWords(backup.maxAge()) + " old.";
        if (at.isAfter(launch.askedAt().plus(AHEAD))) {
            return unknown(launch, evidence + " That is in the future.", "Correct the time or the clock.");
        }
        return at.plus(backup.maxAge()).isBefore(launch.askedAt())
                ? fail(launch, evidence, "Make a backup, or wait for the next one.")
                : pass(launch, evidence);
    }
}

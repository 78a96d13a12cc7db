package dev.lockkeeper.store;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import java.util.Arrays;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;

/** Brings the store's schema up to date; one that a newer program wrote is refused, since this one would misread it. */
final class StoreVersion implements FlywayMigrationStrategy {

    private final StoreGrants grants;

    StoreVersion(StoreGrants grants) {
        this.grants = grants;
    }

    @Override
    public void migrate(Flyway flyway) {
        try {
            refuseNewer(flyway.info());
            flyway.migrate();
            grants.give();
        } catch (FlywayException e) {
            throw new Failure(
                    Code.WRONG_SETTINGS,
                    "The store's schema cannot be brought up to date: " + firstLine(e),
                    "Name an empty database, or one that only Lockkeeper uses. What it held is as it was.",
                    e);
        }
    }

    private static void refuseNewer(MigrationInfoService info) {
        Optional<MigrationInfo> newer = Arrays.stream(info.applied())
                .filter(step -> step.getState().name().startsWith("FUTURE"))
                .reduce((first, second) -> second);
        if (newer.isPresent()) {
            throw new Failure(
                    Code.STORE_NEWER,
                    "The store is at version " + newer.get().getVersion()
                            + ", written by a newer Lockkeeper; this program knows " + known(info)
                            + ". Nothing was changed.",
                    "Start the newer program, or go back to a backup of the store from before its upgrade.");
        }
    }

    private static String known(MigrationInfoService info) {
        return Arrays.stream(info.all())
                .filter(step -> step.getState().isResolved() && step.getVersion() != null)
                .reduce((first, second) -> second)
                .map(step -> "version " + step.getVersion())
                .orElse("no version");
    }

    private static String firstLine(FlywayException e) {
        return String.valueOf(e.getMessage())
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .findFirst()
                .orElse("");
    }
}

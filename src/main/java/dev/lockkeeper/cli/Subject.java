package dev.lockkeeper.cli;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A migration, one of its revisions, and a target. */
final class Subject {

    @Parameters(index = "0", paramLabel = "ID", description = "The migration.")
    private String migration = "";

    @Option(
            names = {"-t", "--target"},
            required = true,
            paramLabel = "TARGET",
            description = "The database.")
    private String target = "";

    @Option(names = "--revision", paramLabel = "N", description = "The newest unless given.")
    private @Nullable Integer revision;

    String migration() {
        return migration;
    }

    String target() {
        return target;
    }

    /** Null for the newest. */
    @Nullable
    Integer revision() {
        return revision;
    }

    /** {@code /migrations/ID/revisions/N}, asking for the newest where none was named. */
    String path(ApiClient api) throws IOException {
        String path = "/migrations" + ApiClient.path(migration);
        int number =
                revision != null ? revision : api.get(path).path("revision").asInt();
        return path + "/revisions/" + number;
    }
}

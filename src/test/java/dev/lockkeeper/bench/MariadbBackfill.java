package dev.lockkeeper.bench;

import dev.lockkeeper.testing.Databases.Database;
import java.net.http.HttpResponse;

/** The backfill on MariaDB against one update. Asks the server whether it has the dialect; a refusal goes into the report as it is. */
final class MariadbBackfill implements BenchPart {

    @Override
    public String name() {
        return "mariadb-backfill";
    }

    @Override
    public double share() {
        return 2;
    }

    @Override
    public void measure(BenchGround ground, Slice slice, BenchReport report) {
        HttpResponse<String> answer = ground.product()
                .register("mariadb", "mysql", new Database("jdbc:mysql://localhost:3306/bench", "bench", "bench"));
        report.refused(
                "MariaDB backfill, 2 lanes, against one `update` (aim ≥ 1.0)",
                answer.statusCode() / 100 == 2
                        ? "the bench has no MariaDB of its own yet"
                        : "this server refuses it: " + answer.body().replaceAll("\\s+", " "));
    }
}

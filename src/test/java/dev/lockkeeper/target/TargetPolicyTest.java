package dev.lockkeeper.target;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.target.TargetPolicy.Wrong;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TargetPolicyTest {

    @Test
    void everythingThatItSaysIsRead() {
        TargetPolicy policy = TargetPolicy.of(Map.of(
                "after", List.of("test", "staging"),
                "backup", Map.of("sql", "select 1", "maxAge", "26h"),
                "freeDisk", Map.of("sql", "select 2", "min", "50GiB"),
                "limits", Map.of("idle", "3s", "historyList", 7, "retainedLog", "1MiB")));

        assertThat(policy.wrong()).isEmpty();
        assertThat(policy.after()).containsExactly("test", "staging");
        assertThat(policy.backup()).isEqualTo(new TargetPolicy.Backup("select 1", null, false, Duration.ofHours(26)));
        assertThat(policy.freeDisk()).isEqualTo(new TargetPolicy.FreeDisk("select 2", 50L << 30));
        assertThat(policy.limits())
                .isEqualTo(new Limits(
                        Limits.SHIPPED.transaction(), Duration.ofSeconds(3), Limits.SHIPPED.replicaLag(), 1 << 20, 7));
    }

    @Test
    void whatItLeavesOutIsAsShipped() {
        TargetPolicy policy = TargetPolicy.of(Map.of());

        assertThat(policy).isEqualTo(new TargetPolicy(List.of(), null, null, Limits.SHIPPED, List.of()));
    }

    @Test
    void everythingThatIsWrongIsTold() {
        assertThat(wrong(Map.of("after", 7))).containsExactly("after");
        assertThat(wrong(Map.of("backup", "daily"))).containsExactly("backup");
        assertThat(wrong(Map.of("backup", Map.of("maxAge", "1d")))).containsExactly("backup");
        assertThat(wrong(Map.of("backup", Map.of("sql", "select 1", "attest", true))))
                .containsExactly("backup");
        assertThat(wrong(Map.of("backup", Map.of("sql", " ", "maxAge", "soon"))))
                .containsExactly("backup.sql", "backup.maxAge");
        assertThat(wrong(Map.of("backup", Map.of("http", "ftp://x/y")))).containsExactly("backup.http");
        assertThat(wrong(Map.of("backup", Map.of("http", "http://me:secret@x/y"))))
                .containsExactly("backup.http");
        assertThat(wrong(Map.of("freeDisk", Map.of("min", "much")))).containsExactly("freeDisk.sql", "freeDisk.min");
        assertThat(wrong(Map.of("limits", Map.of("lag", "1s", "idle", -1))))
                .containsExactly("limits.lag", "limits.idle");
    }

    /** They are shown to whoever sees the target, and stand in the record. */
    @Test
    void secretsAreRefusedAndNotRepeated() {
        for (String secret : List.of("password=CANARY", "x=1&access_token=CANARY", "sig=CANARY", "apiKey=CANARY")) {
            TargetPolicy policy = TargetPolicy.of(Map.of(
                    "backup", Map.of("http", "https://backups.example.com/last?" + secret),
                    "freeDisk", Map.of("sql", "select free from dblink('host=h " + secret + "') as t(free bigint)")));
            assertThat(policy.wrong()).extracting(Wrong::path).containsExactlyInAnyOrder("backup.http", "freeDisk.sql");
            assertThat(policy.wrong().toString()).doesNotContain("CANARY");
        }
        assertThat(wrong(Map.of("backup", Map.of("http", "https://backups.example.com/last?of=prod"))))
                .isEmpty();
    }

    private static List<String> wrong(Map<String, Object> policy) {
        return TargetPolicy.of(policy).wrong().stream().map(Wrong::path).toList();
    }
}

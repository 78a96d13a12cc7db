package dev.lockkeeper.lint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VersionsTest {

    @ParameterizedTest
    @CsvSource({
        "14,14.0",
        "8.4.3,8.4.3",
        "10.11.6-MariaDB,10.11.6",
        "5.5.5-10.11.6-MariaDB-log,10.11.6",
        "PostgreSQL 18.4,18.4",
        "PostgreSQL 19beta1,19.0"
    })
    void areReadAsPeopleAndServersWriteThem(String text, String version) {
        assertThat(Versions.of(text)).map(Object::toString).contains(version);
    }

    @Test
    void withoutANumberThereIsNone() {
        assertThat(Versions.of("latest")).isEmpty();
        assertThat(Versions.mariadb("11.4.5-MariaDB")).isTrue();
        assertThat(Versions.mariadb("8.4.3")).isFalse();
    }

    @Test
    void onlyChecksThatHoldCount() {
        assertThat(FactsReader.checks(List.of(
                        "positive CHECK ((n > 0))",
                        "later CHECK ((n > 1)) NOT VALID",
                        "never CHECK (n > 2) NOT ENFORCED",
                        "t_pkey PRIMARY KEY (id)")))
                .isEqualTo(Map.of("positive", "(n > 0)"));
    }
}

package dev.lockkeeper.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.testing.LockkeeperTest;
import dev.lockkeeper.testing.People;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** PostgreSQL has no place for NUL in a text; that is the caller's mistake and not ours. */
@LockkeeperTest
class NulTest {

    @Autowired
    People people;

    @ParameterizedTest
    @ValueSource(strings = {"/audit?actor=a%00b", "/runs?migration=%00", "/users?after=%00"})
    void aNulIsRefusedAsTheCallersMistake(String path) {
        assertThat(people.admin().get(path).expect(400).code()).isEqualTo("invalid");
    }
}

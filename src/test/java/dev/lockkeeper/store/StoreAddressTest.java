package dev.lockkeeper.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import dev.lockkeeper.testing.Databases;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoreAddressTest {

    private static StoreAddress of(String url, String username, String password) {
        return StoreAddress.of(new StoreSettings.Store(url, username, password, null));
    }

    @Test
    void aJdbcUrlIsTakenAsItIs() {
        StoreAddress address = of("jdbc:postgresql://db:5432/lk?sslmode=require", "u", "p");
        assertThat(address.url()).isEqualTo("jdbc:postgresql://db:5432/lk?sslmode=require");
        assertThat(address.username()).isEqualTo("u");
        assertThat(address.shown()).isEqualTo("db:5432/lk");
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgresql", "postgres"})
    void aUriIsTakenApart(String scheme) {
        StoreAddress address = of(scheme + "://ann:p%40ss%3Aw+rd@db/lk?sslmode=require", null, null);
        assertThat(address.url()).isEqualTo("jdbc:postgresql://db/lk?sslmode=require");
        assertThat(address.username()).isEqualTo("ann");
        assertThat(address.password()).isEqualTo("p@ss:w+rd");
    }

    @Test
    void whatIsSetApartGoesFirst() {
        StoreAddress address = of("postgresql://ann:old@db/lk", "bob", "new");
        assertThat(address.username()).isEqualTo("bob");
        assertThat(address.password()).isEqualTo("new");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mysql://ann:secret@db/lk", "db:5432", "postgresql://ann:se cret@db", "postgresql:///lk"})
    void whatIsNoAddressIsRefusedWithoutRepeatingIt(String url) {
        assertThatThrownBy(() -> of(url, null, null)).isInstanceOfSatisfying(Failure.class, failure -> {
            assertThat(failure.code()).isEqualTo(Code.WRONG_SETTINGS);
            assertThat(failure.message() + failure.advice()).doesNotContain("cret");
        });
    }

    @Test
    void aServerThatIsNotThereIsSaidToBe() {
        assertThatThrownBy(() -> StoreReach.check(of("postgresql://ann:secret@127.0.0.1:1/lk", null, null)))
                .isInstanceOfSatisfying(Failure.class, failure -> {
                    assertThat(failure.code()).isEqualTo(Code.STORE_UNREACHABLE);
                    assertThat(failure.message()).contains("127.0.0.1:1/lk").doesNotContain("secret");
                });
    }

    @Test
    void aDatabaseThatIsNotThereIsSaidToBe() {
        String url = Databases.fresh("reach").url() + "_not";
        assertThatThrownBy(() -> StoreReach.check(of(url, "postgres", "postgres")))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.advice()).contains("Create the database"));
    }

    @Test
    void theOwnerIsAnotherLoginOfTheSamePlaceAndComesFromTheEnvironment() {
        var environment = new org.springframework.core.env.StandardEnvironment();
        environment
                .getPropertySources()
                .addFirst(new org.springframework.core.env.SystemEnvironmentPropertySource(
                        "systemEnvironment",
                        java.util.Map.of(
                                "LOCKKEEPER_STORE_URL", "jdbc:postgresql://store/lockkeeper",
                                "LOCKKEEPER_STORE_USERNAME", "lockkeeper",
                                "LOCKKEEPER_STORE_OWNER_USERNAME", "lockkeeper_owner",
                                "LOCKKEEPER_STORE_OWNER_PASSWORD", "theirs")));
        StoreSettings.Store settings = java.util.Objects.requireNonNull(
                org.springframework.boot.context.properties.bind.Binder.get(environment)
                        .bindOrCreate("lockkeeper", StoreSettings.class)
                        .store());
        StoreAddress address = StoreAddress.of(settings);
        assertThat(StoreAddress.owner(address, settings))
                .isEqualTo(new StoreAddress(address.url(), "lockkeeper_owner", "theirs"));
        assertThat(settings.toString()).doesNotContain("theirs");
    }
}

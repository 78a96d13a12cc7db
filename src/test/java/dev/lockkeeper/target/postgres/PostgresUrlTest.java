package dev.lockkeeper.target.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresUrlTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://db:5432/shop",
                "jdbc:postgresql://db/shop",
                "jdbc:postgresql://10.0.0.1:5432/shop",
                "jdbc:postgresql://[::1]:5432/shop",
                "jdbc:postgresql://a:5432,b:5432/shop?targetServerType=primary",
                "jdbc:postgresql://db:5432/shop?sslmode=verify-full&sslrootcert=/etc/ca.pem&connectTimeout=3&currentSchema=app",
                "jdbc:postgresql://db:5432/shop%20two"
            })
    void ordinaryAddressesAreTaken(String url) {
        assertThatCode(() -> PostgresUrl.validate(url)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "shop",
                "postgresql://db:5432/shop",
                "jdbc:mysql://db:3306/shop",
                "jdbc:postgresql:shop",
                "jdbc:postgresql://db:5432",
                "jdbc:postgresql://db:5432/",
                "jdbc:postgresql://db:port/shop",
                "jdbc:postgresql://db:99999/shop",
                "jdbc:postgresql://user:secret@db:5432/shop",
                "jdbc:postgresql:///shop",
                "jdbc:postgresql://db:5432/shop#fragment",
                "jdbc:postgresql://db:5432/shop two"
            })
    void otherFormsAreRefused(String url) {
        assertThat(refused(url).code()).isEqualTo(Code.INVALID);
        assertThat(refused(url).message()).doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "socketFactory=org.example.Evil",
                "socketFactoryArg=x",
                "sslfactory=org.example.Evil",
                "sslfactoryarg=x",
                "sslhostnameverifier=x",
                "sslpasswordcallback=x",
                "authenticationPluginClassName=x",
                "xmlFactoryFactory=x",
                "loggerFile=/tmp/x",
                "loggerLevel=TRACE",
                "service=x",
                "options=-c%20statement_timeout=0",
                "sslkey=/etc/key",
                "PGHOST=elsewhere",
                "SOCKETFACTORY=x",
                "socket%46actory=x",
                "sslmode=require&socketFactory=x",
                "unheardOf=1"
            })
    void propertiesThatAreNotKnownToBeHarmlessAreRefused(String property) {
        assertThat(refused("jdbc:postgresql://db:5432/shop?" + property).message())
                .contains("not allowed");
    }

    @Test
    void loginInTheAddressIsSentToItsFieldsAndNotRepeated() {
        Failure failure = refused("jdbc:postgresql://db:5432/shop?user=ann&password=canary");
        assertThat(failure.advice()).contains("passwordFrom");
        assertThat(failure.message()).contains("password").doesNotContain("canary");
    }

    private static Failure refused(String url) {
        Failure failure = catchThrowableOfType(Failure.class, () -> PostgresUrl.validate(url));
        assertThat(failure).as(url).isNotNull();
        return failure;
    }
}

package dev.lockkeeper.target.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MysqlUrlTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:mysql://db:3306/shop",
                "jdbc:mysql://db/shop",
                "jdbc:mysql://10.0.0.1:3306/shop",
                "jdbc:mysql://[::1]:3306/shop",
                "jdbc:mysql://db:3306/shop?sslMode=VERIFY_IDENTITY&trustCertificateKeyStoreUrl=file:/etc/ca.p12"
                        + "&trustCertificateKeyStoreType=PKCS12&connectTimeout=3000",
                "jdbc:mysql://db:3306/shop?allowPublicKeyRetrieval=true",
                "jdbc:mysql://db:3306/shop%20two"
            })
    void ordinaryAddressesAreTaken(String url) {
        assertThatCode(() -> MysqlUrl.validate(url)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "shop",
                "mysql://db:3306/shop",
                "jdbc:postgresql://db:5432/shop",
                "jdbc:mariadb://db:3306/shop",
                "jdbc:mysql:shop",
                "jdbc:mysql://db:3306",
                "jdbc:mysql://db:3306/",
                "jdbc:mysql://db:port/shop",
                "jdbc:mysql://db:0/shop",
                "jdbc:mysql://db:99999/shop",
                "jdbc:mysql://user:secret@db:3306/shop",
                "jdbc:mysql:///shop",
                "jdbc:mysql://db:3306/shop#fragment",
                "jdbc:mysql://db:3306/shop two",
                "jdbc:mysql://a:3306,b:3306/shop",
                "jdbc:mysql:loadbalance://db:3306/shop",
                "jdbc:mysql:replication://db:3306/shop",
                "jdbc:mysql+srv://db/shop",
                "mysqlx://db:3306/shop",
                "jdbc:mysql://(host=db,port=3306,autoDeserialize=true)/shop",
                "jdbc:mysql://address=(host=db)(autoDeserialize=true)/shop",
                "jdbc:mysql://db:3306/(autoDeserialize=true)"
            })
    void otherFormsAreRefused(String url) {
        assertThat(refused(url).code()).isEqualTo(Code.INVALID);
        assertThat(refused(url).message()).doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "autoDeserialize=true",
                "AUTODESERIALIZE=true",
                "auto%44eserialize=true",
                "queryInterceptors=com.mysql.cj.jdbc.interceptors.ServerStatusDiffInterceptor",
                "statementInterceptors=org.example.Evil",
                "exceptionInterceptors=org.example.Evil",
                "connectionLifecycleInterceptors=org.example.Evil",
                "authenticationPlugins=org.example.Evil",
                "defaultAuthenticationPlugin=org.example.Evil",
                "socketFactory=org.example.Evil",
                "propertiesTransform=org.example.Evil",
                "clientInfoProvider=org.example.Evil",
                "logger=org.example.Evil",
                "profilerEventHandler=org.example.Evil",
                "allowLoadLocalInfile=true",
                "allowLoadLocalInfileInPath=/",
                "allowUrlInLocalInfile=true",
                "allowMultiQueries=true",
                "sessionVariables=sql_mode=ANSI_QUOTES",
                "useConfigs=maxPerformance",
                "serverRSAPublicKeyFile=/etc/passwd",
                "clientCertificateKeyStoreUrl=file:/etc/key",
                "clientCertificateKeyStorePassword=x",
                "ociConfigFile=/etc/passwd",
                "namedPipePath=x",
                "jdbcCompliantTruncation=false",
                "sslMode=REQUIRED&autoDeserialize=true",
                "trustCertificateKeyStoreUrl=http://evil.example/store",
                "trustCertificateKeyStoreUrl=jar:http://evil.example/a!/b",
                "unheardOf=1"
            })
    void propertiesThatAreNotKnownToBeHarmlessAreRefused(String property) {
        assertThat(refused("jdbc:mysql://db:3306/shop?" + property).message())
                .containsAnyOf("not allowed", "is not a file");
    }

    @Test
    void theOtherDriversFormIsExplained() {
        assertThat(refused("jdbc:mariadb://db/shop").advice()).contains("jdbc:mysql://");
    }

    @Test
    void loginInTheAddressIsSentToItsFieldsAndNotRepeated() {
        Failure failure = refused("jdbc:mysql://db:3306/shop?user=ann&password=canary");
        assertThat(failure.advice()).contains("passwordFrom");
        assertThat(failure.message()).contains("password").doesNotContain("canary");
    }

    private static Failure refused(String url) {
        Failure failure = catchThrowableOfType(Failure.class, () -> MysqlUrl.validate(url));
        assertThat(failure).as(url).isNotNull();
        return failure;
    }
}

package dev.lockkeeper.store;

import dev.lockkeeper.Code;
import dev.lockkeeper.Failure;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * How to reach the store.
 *
 * @param url for JDBC, without a login unless a person wrote one into a JDBC url
 */
record StoreAddress(String url, @Nullable String username, @Nullable String password) {

    private static final String ADVICE =
            "Set LOCKKEEPER_STORE_URL to jdbc:postgresql://host:5432/database, and the login in "
                    + "LOCKKEEPER_STORE_USERNAME and LOCKKEEPER_STORE_PASSWORD; or unset it for the embedded store.";

    /** Takes {@code jdbc:postgresql://…} as it is, and {@code postgresql://user:password@host/database} apart. */
    static StoreAddress of(StoreSettings.Store settings) {
        String url = String.valueOf(settings.url()).strip();
        if (url.startsWith("jdbc:postgresql:")) {
            return new StoreAddress(url, settings.username(), settings.password());
        }
        if (url.startsWith("postgresql://") || url.startsWith("postgres://")) {
            return ofUri(url, settings);
        }
        throw new Failure(
                Code.WRONG_SETTINGS, "LOCKKEEPER_STORE_URL is not the address of a PostgreSQL server.", ADVICE);
    }

    /** The same place with the owner's login; the address itself when none is set. */
    static StoreAddress owner(StoreAddress address, StoreSettings.Store settings) {
        StoreSettings.Owner owner = settings.owner();
        return owner == null || owner.username() == null || owner.username().isBlank()
                ? address
                : new StoreAddress(address.url(), owner.username(), owner.password());
    }

    private static StoreAddress ofUri(String url, StoreSettings.Store settings) {
        URI uri = parsed(url);
        String login = uri.getRawUserInfo();
        String jdbc = "jdbc:postgresql://" + host(uri) + (uri.getRawPath() == null ? "/" : uri.getRawPath())
                + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
        if (login == null) {
            return new StoreAddress(jdbc, settings.username(), settings.password());
        }
        int colon = login.indexOf(':');
        String user = decoded(colon < 0 ? login : login.substring(0, colon));
        String password = colon < 0 ? null : decoded(login.substring(colon + 1));
        return new StoreAddress(
                jdbc,
                settings.username() == null ? user : settings.username(),
                settings.password() == null ? password : settings.password());
    }

    private static String host(URI uri) {
        if (uri.getHost() == null) {
            throw new Failure(Code.WRONG_SETTINGS, "LOCKKEEPER_STORE_URL names no host.", ADVICE);
        }
        return uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
    }

    private static URI parsed(String url) {
        try {
            return new URI(url);
        } catch (URISyntaxException e) {
            // Without the cause: its message repeats the url, and with it a password.
            throw new Failure(Code.WRONG_SETTINGS, "LOCKKEEPER_STORE_URL cannot be read as an address.", ADVICE);
        }
    }

    private static String decoded(String part) {
        return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** Host, port and database, for people; never a login. */
    String shown() {
        String place = url.substring(url.indexOf("//") < 0 ? 0 : url.indexOf("//") + 2);
        int end = place.indexOf('?');
        String bare = end < 0 ? place : place.substring(0, end);
        return bare.substring(bare.lastIndexOf('@') + 1);
    }

    @Override
    public String toString() {
        return shown();
    }
}

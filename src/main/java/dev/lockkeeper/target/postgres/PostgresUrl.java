package dev.lockkeeper.target.postgres;

import dev.lockkeeper.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.postgresql.Driver;

/**
 * Says whether an address may be given to the driver. Some of the driver's properties load classes, write files or read secrets of the
 * server that we run on ({@code socketFactory}, {@code sslpasswordcallback}, {@code loggerFile}, {@code service}, …), and new versions bring new ones: so
 * only those known to be harmless are let through.
 */
final class PostgresUrl {

    private static final Set<String> ALLOWED =
            new TreeSet<>(Set.of("sslmode", "sslrootcert", "connectTimeout", "targetServerType", "currentSchema"));

    /** What the driver itself makes of host, port and database. */
    private static final Set<String> PARTS = Set.of("PGHOST", "PGPORT", "PGDBNAME");

    private static final String HOST = "(?:[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(?::\\d{1,5})?";
    private static final Pattern FORM = Pattern.compile(
            "jdbc:postgresql://" + HOST + "(?:," + HOST + ")*/[^/?#\\s]+(?:\\?(?<properties>[^#\\s]*))?");

    private static final String ADVICE =
            "Write jdbc:postgresql://host:port/database, with ?sslmode=verify-full where TLS is wanted.";

    private PostgresUrl() {}

    static void validate(String url) {
        var form = FORM.matcher(url);
        if (!form.matches()) {
            throw Failure.invalid("The address is not of the form jdbc:postgresql://host:port/database.", ADVICE);
        }
        String properties = form.group("properties");
        refuseForbidden(named(properties == null ? "" : properties));
        // The driver reads names and escapes in its own way; what it reads is what counts.
        Properties read = Driver.parseURL(url, new Properties());
        if (read == null) {
            throw Failure.invalid("The driver cannot read the address.", ADVICE);
        }
        refuseForbidden(read.stringPropertyNames().stream()
                .filter(name -> !PARTS.contains(name))
                .toList());
    }

    private static List<String> named(String properties) {
        List<String> names = new ArrayList<>();
        for (String property : properties.split("&")) {
            if (!property.isEmpty()) {
                names.add(property.split("=", 2)[0]);
            }
        }
        return names;
    }

    /** Names only: the value of a property that does not belong here may be a password. */
    private static void refuseForbidden(List<String> names) {
        List<String> forbidden =
                names.stream().filter(name -> !ALLOWED.contains(name)).toList();
        if (forbidden.isEmpty()) {
            return;
        }
        boolean login = forbidden.contains("user") || forbidden.contains("password");
        throw Failure.invalid(
                "The address has properties that are not allowed: " + String.join(", ", forbidden) + ".",
                login
                        ? "Give the login in the fields username and password or passwordFrom."
                        : "Allowed are " + String.join(", ", ALLOWED)
                                + "; the others can load code or touch files of this server.");
    }
}

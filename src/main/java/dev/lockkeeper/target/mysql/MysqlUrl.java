package dev.lockkeeper.target.mysql;

import com.mysql.cj.conf.ConnectionUrlParser;
import com.mysql.cj.exceptions.CJException;
import dev.lockkeeper.Failure;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Says whether an address may be given to the driver. Some of the driver's properties load classes, read files or objects that the
 * server sends ({@code queryInterceptors}, {@code autoDeserialize}, {@code allowLoadLocalInfile}, …), and new versions bring new ones:
 * so only those known to be harmless are let through. One host only: of several, the driver may silently take a replica.
 */
final class MysqlUrl {

    private static final Set<String> ALLOWED = new TreeSet<>(Set.of(
            "sslMode",
            "trustCertificateKeyStoreUrl",
            "trustCertificateKeyStoreType",
            "allowPublicKeyRetrieval",
            "connectTimeout"));

    private static final Pattern FORM = Pattern.compile(
            "jdbc:mysql://(?:[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(?::(?<port>\\d{1,5}))?/[^/?#\\s()]+(?:\\?(?<properties>[^#\\s]*))?");

    /** The driver opens what the store's address says, so nothing but a file of this machine. */
    private static final Pattern STORE = Pattern.compile("file:/[^?#]*");

    private static final String ADVICE =
            "Write jdbc:mysql://host:port/database, for MariaDB too, with ?sslMode=VERIFY_IDENTITY where TLS is wanted.";

    private static final int LAST_PORT = 65_535;

    private MysqlUrl() {}

    static void validate(String url) {
        if (url.toLowerCase(Locale.ROOT).startsWith("jdbc:mariadb:")) {
            throw Failure.invalid(
                    "The address is of the form jdbc:mariadb:, which is that of another driver.",
                    "MariaDB is reached by the driver of MySQL: write jdbc:mysql://host:port/database.");
        }
        var form = FORM.matcher(url);
        if (!form.matches() || !isPort(form.group("port"))) {
            throw Failure.invalid("The address is not of the form jdbc:mysql://host:port/database.", ADVICE);
        }
        String properties = form.group("properties");
        refuseForbidden(named(properties == null ? "" : properties));
        // The driver reads names and escapes in its own way; what it reads is what counts.
        Map<String, String> read = read(url);
        refuseForbidden(read.keySet());
        String store = read.get("trustCertificateKeyStoreUrl");
        if (store != null && !STORE.matcher(store).matches()) {
            throw Failure.invalid(
                    "The property trustCertificateKeyStoreUrl is not a file.",
                    "Write file:/path/of/the/store; nothing is fetched from elsewhere.");
        }
    }

    private static boolean isPort(@Nullable String port) {
        return port == null || Integer.parseInt(port) >= 1 && Integer.parseInt(port) <= LAST_PORT;
    }

    private static Map<String, String> read(String url) {
        try {
            ConnectionUrlParser parser = ConnectionUrlParser.parseConnectionString(url);
            if (parser.getHosts().size() != 1
                    || !parser.getHosts().getFirst().getHostProperties().isEmpty()) {
                throw Failure.invalid("The address is not that of one host.", ADVICE);
            }
            return parser.getProperties();
        } catch (CJException e) {
            // Without the driver's text, which repeats the address and what stands in it.
            throw Failure.invalid("The driver cannot read the address.", ADVICE);
        }
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
    private static void refuseForbidden(Collection<String> names) {
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
                                + "; the others can load code or read files of this server.");
    }
}

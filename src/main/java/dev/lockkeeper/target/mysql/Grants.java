package dev.lockkeeper.target.mysql;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the login may do, from {@code show grants}: the views of {@code information_schema} leave out what roles give. Grants on single
 * columns are not counted: what we do needs whole tables.
 */
final class Grants {

    private static final String ROLES = "select current_role()";

    private static final String NAME = "\\*|`(?:[^`]|``)+`";
    private static final Pattern LINE =
            Pattern.compile("(GRANT|REVOKE) (.+?) ON (?:TABLE )?(" + NAME + ")\\.(" + NAME + ") (?:TO|FROM) .*", Pattern.DOTALL);

    private final List<Grant> given = new ArrayList<>();
    private final List<Grant> revoked = new ArrayList<>();

    /** @param database and @param table null for all */
    private record Grant(Set<String> privileges, @Nullable Pattern database, @Nullable String table) {

        boolean covers(String privilege, @Nullable String onDatabase, @Nullable String onTable) {
            boolean there = database == null || onDatabase != null && database.matcher(onDatabase).matches();
            boolean here = table == null || table.equals(onTable);
            return there && here && (privileges.contains(privilege) || privileges.contains("ALL PRIVILEGES"));
        }
    }

    private Grants() {}

    static Grants of(Asking asking, ServerVersion version) {
        Grants grants = new Grants();
        String doing = "asking for the privileges of the login";
        String all = "show grants";
        if (!version.mariadb()) {
            // MySQL names roles without what they give, unless it is told which.
            String roles = asking.first(doing, ROLES).orElse("NONE");
            all = roles.equals("NONE") ? all : "show grants for current_user() using " + roles;
        }
        asking.texts(doing, all).forEach(grants::read);
        return grants;
    }

    private void read(String line) {
        Matcher found = LINE.matcher(line);
        if (!found.matches()) {
            return;
        }
        // "SELECT (`a`, `b`), UPDATE" gives update alone.
        Set<String> privileges = Arrays.stream(
                        found.group(2).replaceAll("[A-Z ]+\\((?:[^()`]|`[^`]*`)*\\)", "").split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toSet());
        String database = found.group(3);
        String table = found.group(4);
        Grant grant = new Grant(
                privileges,
                database.equals("*") ? null : pattern(unquoted(database)),
                table.equals("*") ? null : unquoted(table));
        (found.group(1).equals("GRANT") ? given : revoked).add(grant);
    }

    /** On every table of the server. */
    boolean everywhere(String privilege) {
        return has(privilege, null, null);
    }

    /** @param table null for every table of the database, those too that are not there yet */
    boolean has(String privilege, @Nullable String database, @Nullable String table) {
        return given.stream().anyMatch(grant -> grant.covers(privilege, database, table))
                && revoked.stream().noneMatch(grant -> grant.covers(privilege, database, table));
    }

    private static String unquoted(String name) {
        return name.substring(1, name.length() - 1).replace("``", "`");
    }

    /** In the name of a database an underscore is any character, unless it is escaped. */
    private static Pattern pattern(String database) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < database.length(); i++) {
            char at = database.charAt(i);
            if (at == '\\' && i + 1 < database.length()) {
                regex.append(Pattern.quote(String.valueOf(database.charAt(++i))));
            } else {
                regex.append(at == '_' ? "." : at == '%' ? ".*" : Pattern.quote(String.valueOf(at)));
            }
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }
}

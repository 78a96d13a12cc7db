package dev.lockkeeper.target.mysql;

import dev.lockkeeper.target.mysql.Tokens.Kind;
import dev.lockkeeper.target.mysql.Tokens.Token;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What {@code show create table} says, cut into its parts: the only place where the servers tell a column's whole definition, which
 * {@code modify} must repeat.
 */
record TableText(List<Part> parts, String options) {

    enum Sort {
        COLUMN,
        PRIMARY_KEY,
        UNIQUE_KEY,
        KEY,
        /** Fulltext, spatial, vector. */
        OTHER_KEY,
        FOREIGN_KEY,
        CHECK,
        OTHER
    }

    /**
     * @param name empty for a primary key
     * @param text as it stands in the table
     */
    record Part(Sort sort, String name, String text) {

        /** What follows a column's name. */
        String definition() {
            return text.substring(Tokens.of(text).getFirst().to()).strip();
        }

        /** The names in it after its own, in lower case. */
        List<String> names() {
            List<String> names = Tokens.of(text).stream()
                    .filter(token -> token.kind() == Kind.NAME)
                    .map(token -> Names.lower(token.named()))
                    .toList();
            return name.isEmpty() ? names : names.subList(1, names.size());
        }
    }

    private static final Set<Sort> KEYS = Set.of(Sort.PRIMARY_KEY, Sort.UNIQUE_KEY, Sort.KEY, Sort.OTHER_KEY);

    /** @param table quoted */
    static TableText read(Sending sql, String table) throws SQLException {
        return of(
                sql.list("show create table " + table, row -> row.getString(2)).getFirst());
    }

    static TableText of(String sql) {
        List<Token> tokens = Tokens.of(sql);
        List<Part> parts = new ArrayList<>();
        int depth = 0;
        int from = 0;
        for (Token token : tokens) {
            boolean opens = token.is("(");
            boolean closes = token.is(")");
            if (opens && depth++ == 0) {
                from = token.to();
            } else if (depth == 1 && (closes || token.is(","))) {
                parts.add(part(sql.substring(from, token.from()).strip()));
                from = token.to();
            }
            if (closes && --depth == 0) {
                break;
            }
        }
        return new TableText(parts, sql.substring(from));
    }

    private static Part part(String text) {
        List<Token> tokens = Tokens.of(text);
        Token first = tokens.getFirst();
        String name = tokens.stream()
                .filter(token -> token.kind() == Kind.NAME)
                .findFirst()
                .map(Token::named)
                .orElse("");
        if (first.kind() == Kind.NAME) {
            return new Part(Sort.COLUMN, name, text);
        }
        return switch (first.lower()) {
            case "primary" -> new Part(Sort.PRIMARY_KEY, "", text);
            case "unique" -> new Part(Sort.UNIQUE_KEY, name, text);
            case "key" -> new Part(Sort.KEY, name, text);
            case "fulltext", "spatial", "vector" -> new Part(Sort.OTHER_KEY, name, text);
            case "constraint" -> new Part(tokens.get(2).is("foreign") ? Sort.FOREIGN_KEY : Sort.CHECK, name, text);
            default -> new Part(Sort.OTHER, name, text);
        };
    }

    List<Part> of(Sort sort) {
        return parts.stream().filter(part -> part.sort() == sort).toList();
    }

    Optional<Part> column(String name) {
        return of(Sort.COLUMN).stream()
                .filter(part -> part.name().equalsIgnoreCase(name))
                .findFirst();
    }

    Optional<Part> key(String name) {
        return keys().stream()
                .filter(part -> part.name().equalsIgnoreCase(name))
                .findFirst();
    }

    List<Part> keys() {
        return parts.stream().filter(part -> KEYS.contains(part.sort())).toList();
    }

    boolean fulltext() {
        return of(Sort.OTHER_KEY).stream().anyMatch(part -> part.text().regionMatches(true, 0, "fulltext", 0, 8));
    }

    boolean partitioned() {
        return options.toLowerCase(java.util.Locale.ROOT).contains("partition by");
    }

    /** {@code default charset=utf8mb4 collate=utf8mb4_bin}, on which the columns' own definitions rely. */
    private String characterSet() {
        List<Token> tokens = Tokens.of(options);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i + 2 < tokens.size(); i++) {
            if (tokens.get(i).anyOf("charset", "collate") && tokens.get(i + 1).is("=")) {
                text.append(' ')
                        .append(tokens.get(i).lower())
                        .append('=')
                        .append(tokens.get(i + 2).text());
            }
        }
        return text.toString();
    }

    /**
     * What follows the name of an empty copy: columns and primary key. Without other keys and references, which temporary tables may not
     * have on either server, but for the key that an {@code auto_increment} needs.
     */
    String copy() {
        Set<Sort> kept = Set.of(Sort.COLUMN, Sort.PRIMARY_KEY);
        Optional<String> counted = of(Sort.COLUMN).stream()
                .filter(part -> Tokens.of(part.text()).stream().anyMatch(token -> token.is("auto_increment")))
                .map(part -> Names.lower(part.name()))
                .findFirst();
        String body = parts.stream()
                .filter(part -> kept.contains(part.sort())
                        || ((part.sort() == Sort.KEY || part.sort() == Sort.UNIQUE_KEY)
                                && counted.isPresent()
                                && part.names().getFirst().equals(counted.get())))
                .map(Part::text)
                .collect(Collectors.joining(",\n"));
        return "(\n" + body + "\n) engine=InnoDB" + characterSet();
    }
}

package dev.lockkeeper.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Divides a statement into words to colour. The parts joined again are the statement, byte for byte. */
final class SqlText {
    private SqlText() {}

    /** @param kind {@code key}, {@code text}, {@code note} or {@code plain} */
    record Part(String kind, String text) {}

    private static final Pattern PARTS = Pattern.compile(
            "(?<note>--[^\\n]*|/\\*.*?\\*/)|(?<text>'(?:[^']|'')*')|(?<name>\"(?:[^\"]|\"\")*\"|`(?:[^`]|``)*`)|(?<word>[A-Za-z_][A-Za-z_0-9]*)",
            Pattern.DOTALL);

    private static final Set<String> KEYS = Set.of(
            ("add after all alter and any as asc before begin between by cascade case cast check column commit concurrently conflict "
                            + "constraint create cross declare default deferrable delete desc distinct do drop each else end execute exists "
                            + "false for foreign from full function grant group having if in index inner insert into is join key language "
                            + "left like limit lock match materialized new not nothing null of offset old on only or order outer over "
                            + "partition primary procedure references replace restrict return returning returns right row schema select set "
                            + "table temporary then to trigger true type union unique update using valid validate values view when where "
                            + "with work")
                    .split(" "));

    /** The words that are coloured, for scripts that colour as people type. */
    static String words() {
        return String.join(" ", new TreeSet<>(KEYS));
    }

    static List<Part> parts(String sql) {
        List<Part> parts = new ArrayList<>();
        Matcher matcher = PARTS.matcher(sql);
        int end = 0;
        while (matcher.find()) {
            String kind = kind(matcher);
            if (!kind.equals("plain")) {
                plain(parts, sql.substring(end, matcher.start()));
                parts.add(new Part(kind, matcher.group()));
                end = matcher.end();
            }
        }
        plain(parts, sql.substring(end));
        return parts;
    }

    private static void plain(List<Part> parts, String text) {
        if (!text.isEmpty()) {
            parts.add(new Part("plain", text));
        }
    }

    private static String kind(Matcher matcher) {
        if (matcher.group("note") != null) {
            return "note";
        }
        if (matcher.group("text") != null) {
            return "text";
        }
        String word = matcher.group("word");
        return word != null && KEYS.contains(word.toLowerCase(Locale.ROOT)) ? "key" : "plain";
    }
}

package dev.lockkeeper.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.attoparser.AbstractMarkupHandler;
import org.attoparser.MarkupParser;
import org.attoparser.ParseException;
import org.attoparser.config.ParseConfiguration;
import org.junit.jupiter.api.Test;

/** Whatever a page says stands in the message files, so that a translator needs nothing else. */
class TextsTest {
    private static final Path FRONTEND = Path.of("frontend");

    private static final Pattern KEY = Pattern.compile("#\\{([\\w.-]+)");
    private static final Pattern LETTERS = Pattern.compile("\\p{L}{2}");

    /** A sentence or a word in quotes or bars that somebody reads; names of classes, states and addresses have neither blank nor capital. */
    private static final Pattern QUOTED = Pattern.compile("'([^']*)'|\\|([^|]*)\\|");

    private static final Set<String> SAID =
            Set.of("th:text", "th:title", "th:placeholder", "th:aria-label", "th:attr", "th:alt");
    private static final Set<String> PLAIN = Set.of("title", "placeholder", "aria-label", "alt");

    @Test
    void everyTextOfAPageStandsInAMessageFile() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path file : files("html")) {
            found.addAll(said(file));
        }
        assertThat(found).isEmpty();
    }

    @Test
    void everyKeyThatIsUsedIsThereAndNoneIsLeftOver() throws IOException {
        Map<String, String> there = keys();
        Set<String> used = new TreeSet<>();
        for (Path file : files("html")) {
            KEY.matcher(Files.readString(file))
                    .results()
                    .map(match -> match.group(1))
                    .forEach(used::add);
        }
        String code = code();
        assertThat(used).filteredOn(key -> !key.endsWith("__")).isSubsetOf(there.keySet());
        // A key that is put together ends in a dot where it is used: "mark." + state.
        assertThat(there.keySet())
                .allMatch(key -> used.contains(key) || code.contains('"' + key + '"') || puttogether(key, code, used));
    }

    @Test
    void aKeyBeginsWithTheNameOfItsFile() throws IOException {
        keys().forEach((key, file) -> assertThat(key).startsWith(file.replace(".properties", "") + "."));
    }

    private static boolean puttogether(String key, String code, Set<String> used) {
        for (int dot = key.lastIndexOf('.'); dot > 0; dot = key.lastIndexOf('.', dot - 1)) {
            String stem = key.substring(0, dot + 1);
            if (code.contains('"' + stem + '"') || used.contains(stem) || used.contains(stem + "__")) {
                return true;
            }
        }
        return false;
    }

    private static String code() throws IOException {
        StringBuilder code = new StringBuilder();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java/dev/lockkeeper/web"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                code.append(Files.readString(file));
            }
        }
        return code.toString();
    }

    /** @return each key with its file */
    private static Map<String, String> keys() throws IOException {
        Map<String, String> keys = new TreeMap<>();
        for (Path file : files("properties")) {
            Properties texts = new Properties();
            try (Reader reader = Files.newBufferedReader(file)) {
                texts.load(reader);
            }
            texts.stringPropertyNames()
                    .forEach(key -> keys.put(key, file.getFileName().toString()));
        }
        return keys;
    }

    private static List<Path> files(String ending) throws IOException {
        try (Stream<Path> files = Files.walk(FRONTEND)) {
            return files.filter(file -> file.toString().endsWith("." + ending))
                    .sorted()
                    .toList();
        }
    }

    private static List<String> said(Path file) throws IOException {
        List<String> found = new ArrayList<>();
        String name = file.getFileName().toString();
        AbstractMarkupHandler reader = new AbstractMarkupHandler() {
            @Override
            public void handleText(char[] text, int offset, int length, int line, int column) {
                String words = new String(text, offset, length).replace("Lockkeeper", "");
                if (LETTERS.matcher(words.replaceAll("\\[\\[.*?]]|&\\w+;", "")).find()) {
                    found.add(name + ":" + line + " " + words.strip());
                }
            }

            @Override
            public void handleAttribute(
                    char[] text,
                    int nameOffset,
                    int nameLength,
                    int nameLine,
                    int nameColumn,
                    int operatorOffset,
                    int operatorLength,
                    int operatorLine,
                    int operatorColumn,
                    int valueOffset,
                    int valueLength,
                    int outerOffset,
                    int outerLength,
                    int valueLine,
                    int valueColumn) {
                String attribute = new String(text, nameOffset, nameLength);
                String value = new String(text, valueOffset, valueLength);
                if (PLAIN.contains(attribute) && LETTERS.matcher(value).find()) {
                    found.add(name + ":" + nameLine + " " + attribute + "=" + value);
                }
                if (SAID.contains(attribute)) {
                    QUOTED.matcher(value)
                            .results()
                            .filter(TextsTest::isRead)
                            .forEach(match -> found.add(name + ":" + nameLine + " " + match.group()));
                }
            }
        };
        try {
            new MarkupParser(ParseConfiguration.htmlConfiguration()).parse(Files.readString(file), reader);
        } catch (ParseException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
        return found;
    }

    private static boolean isRead(MatchResult match) {
        String words = (match.group(1) == null ? match.group(2) : match.group(1)).replaceAll("[$#*]\\{[^}]*}", "");
        boolean address = words.startsWith("/") || words.startsWith("#");
        return !address
                && LETTERS.matcher(words).find()
                && (words.contains(" ") || Character.isUpperCase(words.charAt(0)));
    }
}

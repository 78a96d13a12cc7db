package dev.lockkeeper.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The passwords and tokens that the demo made up, in {@code DIR/demo.json} (mode 600), so that a second start knows them. */
final class DemoMemory {

    private static final TypeReference<Map<String, String>> STRINGS = new TypeReference<>() {};
    /** Without those that look alike. */
    private static final String LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";

    private static final int PASSWORD_LENGTH = 12;
    private static final int TOKEN_LENGTH = 32;

    private final Path file;
    private final Map<String, String> known;
    private final SecureRandom random = new SecureRandom();

    private DemoMemory(Path file, Map<String, String> known) {
        this.file = file;
        this.known = known;
    }

    static DemoMemory of(Path directory) throws IOException {
        Files.createDirectories(directory);
        Path file = directory.resolve("demo.json");
        Map<String, String> known = new LinkedHashMap<>();
        if (Files.exists(file)) {
            known.putAll(JsonMapper.shared().readValue(Files.readAllBytes(file), STRINGS));
        }
        DemoMemory memory = new DemoMemory(file, known);
        memory.made("token of the first admin", TOKEN_LENGTH);
        memory.made("password of the database", TOKEN_LENGTH);
        memory.made("password of the MariaDB", TOKEN_LENGTH);
        for (String person : DemoStage.PEOPLE.keySet()) {
            memory.made("password of " + person, PASSWORD_LENGTH);
        }
        memory.save();
        return memory;
    }

    String adminToken() {
        return get("token of the first admin");
    }

    String targetPassword() {
        return get("password of the database");
    }

    String mariadbPassword() {
        return get("password of the MariaDB");
    }

    String password(String person) {
        return get("password of " + person);
    }

    Optional<String> token(String person) {
        return Optional.ofNullable(known.get("token of " + person));
    }

    void keepToken(String person, String token) throws IOException {
        known.put("token of " + person, token);
        save();
    }

    private String get(String name) {
        String value = known.get(name);
        if (value == null) {
            throw new IllegalStateException("nobody made the " + name);
        }
        return value;
    }

    private void made(String name, int length) {
        known.computeIfAbsent(name, missing -> {
            StringBuilder word = new StringBuilder();
            random.ints(length, 0, LETTERS.length()).forEach(letter -> word.append(LETTERS.charAt(letter)));
            return word.toString();
        });
    }

    /** Whole or not at all: a half-written file would lock everybody out of the demo. */
    private void save() throws IOException {
        Path fresh = Files.createTempFile(
                file.getParent(),
                "demo",
                ".json",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(fresh, JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsBytes(known));
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }
}

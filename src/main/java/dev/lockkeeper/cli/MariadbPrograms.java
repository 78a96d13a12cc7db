package dev.lockkeeper.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A MariaDB's programs. They are no part of Lockkeeper, being larger than all of it: they come from the archive that {@code
 * bin/lockkeeper} fetches for the demo, or from the machine, where one is installed.
 *
 * @param server {@code mariadbd}
 * @param base where the archive was unpacked; null for the machine's own
 */
record MariadbPrograms(Path server, Path install, Path base, boolean unpacked) {

    /** The archive that bin/lockkeeper has fetched; {@code none} for no MariaDB. */
    static final String ARCHIVE = "lockkeeper.demo.mariadb";

    private static final String NONE = "none";

    /** What of the archive is needed: no clients, no libraries to link with. */
    private static final List<String> NEEDED =
            List.of("bin/mariadbd", "bin/my_print_defaults", "bin/resolveip", "scripts/", "share/");

    private static final List<Path> PLACES =
            List.of(Path.of("/usr/sbin"), Path.of("/usr/local/sbin"), Path.of("/usr/bin"), Path.of("/usr/local/bin"));

    /** @return empty when there are none on this machine */
    static Optional<MariadbPrograms> find(Path folder) throws IOException {
        String given = System.getProperty(ARCHIVE, "");
        if (given.equals(NONE)) {
            return Optional.empty();
        }
        if (!given.isEmpty() && Files.isRegularFile(Path.of(given)) && runsHere()) {
            return Optional.of(unpacked(Path.of(given), folder));
        }
        Optional<Path> server = installed("mariadbd");
        Optional<Path> install = installed("mariadb-install-db");
        return server.isPresent() && install.isPresent()
                ? Optional.of(new MariadbPrograms(server.get(), install.get(), Path.of("/usr"), false))
                : Optional.empty();
    }

    /** In words, what was looked for. */
    static String sought() {
        String given = System.getProperty(ARCHIVE, "");
        if (given.equals(NONE)) {
            return "it was not wanted (" + ARCHIVE + "=" + NONE + ")";
        }
        String archive = given.isEmpty()
                ? "bin/lockkeeper fetched no archive of its programs"
                : runsHere()
                        ? "there is no archive of its programs at " + given
                        : "the archive of its programs is for Linux on x86-64";
        return archive + ", and no mariadbd with mariadb-install-db is installed on this machine";
    }

    private static boolean runsHere() {
        return System.getProperty("os.name").equals("Linux")
                && System.getProperty("os.arch").equals("amd64");
    }

    private static Optional<Path> installed(String name) {
        Stream<Path> path = Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .filter(folder -> !folder.isBlank())
                .map(Path::of);
        return Stream.concat(path, PLACES.stream())
                .map(folder -> folder.resolve(name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Unpacks what is not unpacked yet, to a folder with the archive's size in its name, so that another archive gets another. */
    private static MariadbPrograms unpacked(Path archive, Path folder) throws IOException {
        Path base = folder.resolve(String.valueOf(Files.size(archive)));
        Path complete = base.resolve("complete");
        if (!Files.exists(complete)) {
            try (ZipFile zip = new ZipFile(archive.toFile())) {
                for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
                    unpack(zip, all.nextElement(), base);
                }
            }
            Files.createFile(complete);
        }
        return new MariadbPrograms(
                base.resolve("bin/mariadbd"), base.resolve("scripts/mariadb-install-db"), base, true);
    }

    private static void unpack(ZipFile zip, ZipEntry entry, Path base) throws IOException {
        int at = entry.getName().indexOf("/linux/");
        String name = at < 0 ? "" : entry.getName().substring(at + "/linux/".length());
        if (entry.isDirectory() || NEEDED.stream().noneMatch(name::startsWith)) {
            return;
        }
        Path file = base.resolve(name).normalize();
        if (!file.startsWith(base)) {
            throw new IOException("The archive of MariaDB has a file outside of it: " + name);
        }
        Files.createDirectories(file.getParent());
        try (InputStream in = zip.getInputStream(entry)) {
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
        }
        if (!name.startsWith("share/") && !file.toFile().setExecutable(true)) {
            throw new IOException(file + " cannot be made executable");
        }
    }
}

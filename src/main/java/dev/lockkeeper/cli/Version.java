package dev.lockkeeper.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version that the build wrote beside the classes. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() throws IOException {
        try (InputStream written = Version.class.getResourceAsStream("/META-INF/build-info.properties")) {
            Properties build = new Properties();
            if (written != null) {
                build.load(written);
            }
            return new String[] {"Lockkeeper " + build.getProperty("build.version", "(not a packaged build)")};
        }
    }
}

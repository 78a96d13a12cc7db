package dev.lockkeeper.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.MergedContextConfiguration;

/** Gives each test class a store of its own, on the test run's one PostgreSQL. */
final class FreshStore implements ContextCustomizerFactory {

    @Override
    public ContextCustomizer createContextCustomizer(
            Class<?> testClass, List<ContextConfigurationAttributes> configuration) {
        return AnnotatedElementUtils.hasAnnotation(testClass, LockkeeperTest.class) ? new Customizer(testClass) : null;
    }

    /** The class is part of what tells contexts apart, so no two classes share one. */
    private record Customizer(Class<?> testClass) implements ContextCustomizer {

        @Override
        public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration merged) {
            LockkeeperTest wanted = AnnotatedElementUtils.findMergedAnnotation(testClass, LockkeeperTest.class);
            if (wanted != null && wanted.embedded()) {
                embedded().applyTo(context);
                return;
            }
            Databases.Database store = Databases.fresh("store");
            TestPropertyValues.of(
                            "lockkeeper.store.url=" + store.url(),
                            "lockkeeper.store.username=" + store.username(),
                            "lockkeeper.store.password=" + store.password(),
                            "lockkeeper.data=target/test-data",
                            "lockkeeper.key=the passphrase of the tests, 32 characters and more",
                            "lockkeeper.bootstrap.token=" + People.ADMIN_TOKEN)
                    .applyTo(context);
        }

        private static TestPropertyValues embedded() {
            try {
                return TestPropertyValues.of(
                        "lockkeeper.data=" + Files.createTempDirectory(Path.of("target"), "embedded-store"),
                        "lockkeeper.key=the passphrase of the tests, 32 characters and more",
                        "lockkeeper.bootstrap.token=" + People.ADMIN_TOKEN);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}

package dev.lockkeeper.testing;

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
    }
}

package dev.lockkeeper.store;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.support.DefaultSingletonBeanRegistry;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Starts the store before anything else: PostgreSQL comes up while Spring reads its classes, which saves seconds; and what is
 * wrong with the store is said before a line of the rest.
 */
final class StoreAhead implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        StoreSettings settings = Binder.get(context.getEnvironment()).bindOrCreate("lockkeeper", StoreSettings.class);
        Starting starting = new Starting(start(settings));
        DefaultSingletonBeanRegistry beans = (DefaultSingletonBeanRegistry) context.getBeanFactory();
        beans.registerSingleton("storeStarting", starting);
        // The first to be registered is the last to be destroyed: pools and schedulers close before the server.
        beans.registerDisposableBean("storeStarting", starting);
    }

    private static CompletableFuture<StoreServer> start(StoreSettings settings) {
        StoreSettings.Store external = settings.store();
        if (settings.embedded() || external == null) {
            DataLock lock = DataLock.take(settings.directory());
            return CompletableFuture.supplyAsync(
                    () -> EmbeddedStore.start(settings.directory(), lock),
                    task -> Thread.ofPlatform().name("store-start").start(task));
        }
        StoreAddress address = StoreAddress.of(external);
        StoreReach.check(address);
        StoreAddress owner = StoreAddress.owner(address, external);
        if (!owner.equals(address)) {
            StoreReach.check(owner);
        }
        return CompletableFuture.completedFuture(new StoreServer.External(address, owner));
    }

    /** The store on its way up. */
    static final class Starting implements DisposableBean {

        private static final Logger LOG = LoggerFactory.getLogger(Starting.class);

        private final CompletableFuture<StoreServer> server;

        private Starting(CompletableFuture<StoreServer> server) {
            this.server = server;
        }

        /** Waits until it is up. @throws dev.lockkeeper.Failure when it does not come up */
        StoreServer server() {
            try {
                return server.join();
            } catch (CompletionException e) {
                throw e.getCause() instanceof RuntimeException reason ? reason : e;
            }
        }

        @Override
        public void destroy() {
            try {
                server.join().close();
            } catch (CompletionException e) {
                // Said already by whoever waited for it.
                LOG.debug("the store did not start", e);
            }
        }
    }
}

package dev.lockkeeper;

import dev.lockkeeper.cli.Cli;
import dev.lockkeeper.cli.ServerStart;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextClosedEvent;

/** Starts the program: one jar, which is the server and the command line that talks to it. */
@SpringBootApplication
public class Lockkeeper {

    public static void main(String[] args) {
        System.exit(Cli.run(args, Lockkeeper::server));
    }

    /**
     * Starts the server in this process.
     *
     * @param args settings: {@code --server.port=8080}, {@code --lockkeeper.data=DIR}
     * @return when it answers requests
     */
    public static ConfigurableApplicationContext start(String... args) {
        return SpringApplication.run(Lockkeeper.class, args);
    }

    private static ServerStart.Running server(List<String> args) {
        CountDownLatch closed = new CountDownLatch(1);
        SpringApplication application = new SpringApplication(Lockkeeper.class);
        application.addListeners((ApplicationListener<ContextClosedEvent>) event -> closed.countDown());
        ConfigurableApplicationContext context = application.run(args.toArray(String[]::new));
        String port = context.getEnvironment().getRequiredProperty("local.server.port");
        return new ServerStart.Running() {
            @Override
            public String address() {
                return "http://localhost:" + port;
            }

            @Override
            public void afterStop(Runnable action) {
                // Not a hook of the JVM: those run all at once, and this one must wait until the server is down.
                SpringApplication.getShutdownHandlers().add(action);
            }

            @Override
            public void await() throws InterruptedException {
                closed.await();
            }

            @Override
            public void close() {
                context.close();
            }
        };
    }
}

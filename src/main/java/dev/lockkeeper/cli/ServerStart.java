package dev.lockkeeper.cli;

import java.util.List;

/** How the server is started in this process; given by the program, so that commands know nothing of what it is made of. */
public interface ServerStart {

    /**
     * @param settings {@code --server.port=8080}
     * @return when the server answers
     */
    Running start(List<String> settings);

    /** A server in this process. */
    interface Running extends AutoCloseable {

        /** {@code http://localhost:8080}. */
        String address();

        /** What to do once the server is down, whichever way it goes down. */
        void afterStop(Runnable action);

        /** Returns when the server is stopped. */
        void await() throws InterruptedException;

        @Override
        void close();
    }
}

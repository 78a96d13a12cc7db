package dev.lockkeeper.store;

/** The PostgreSQL that the store lives in: one of our own, or one that somebody else runs. Closed after all who use it. */
interface StoreServer extends AutoCloseable {

    StoreAddress address();

    @Override
    void close();

    /** Somebody else's: nothing to start, nothing to stop. */
    record External(StoreAddress address) implements StoreServer {

        @Override
        public void close() {}
    }
}

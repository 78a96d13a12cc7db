package dev.lockkeeper.store;

/** The PostgreSQL that the store lives in: one of our own, or one that somebody else runs. Closed after all who use it. */
interface StoreServer extends AutoCloseable {

    /** With the login that the server works with. */
    StoreAddress address();

    /** With the login that owns the tables and changes the schema; the same unless there are two. */
    StoreAddress owner();

    @Override
    void close();

    /** Somebody else's: nothing to start, nothing to stop. */
    record External(StoreAddress address, StoreAddress owner) implements StoreServer {

        @Override
        public void close() {}
    }
}

package dev.lockkeeper.store;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What tells this store from every other: drawn once, when its schema was made. Targets keep it beside what they remember for us. */
@Component
public class StoreIdentity {

    private final JdbcClient store;

    StoreIdentity(JdbcClient store) {
        this.store = store;
    }

    /** A random UUID as text. */
    public String text() {
        return store.sql("select id::text from store_identity")
                .query(String.class)
                .single();
    }
}

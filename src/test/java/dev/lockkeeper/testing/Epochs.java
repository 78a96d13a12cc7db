package dev.lockkeeper.testing;

import java.util.concurrent.atomic.AtomicLong;

/** Epochs as the store gives them: each greater than all before it. */
public final class Epochs {

    private static final AtomicLong LAST = new AtomicLong();

    private Epochs() {}

    public static long next() {
        return LAST.incrementAndGet();
    }
}

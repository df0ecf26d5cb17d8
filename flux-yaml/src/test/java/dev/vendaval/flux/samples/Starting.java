package dev.vendaval.flux.samples;

import java.util.concurrent.atomic.AtomicInteger;

/** Counts how often its nested class is initialized, at most once. */
public final class Starting {
    public static final AtomicInteger COUNT = new AtomicInteger();

    private Starting() {}

    /** Leaves a mark when it is initialized. */
    public static class Marked {
        static {
            COUNT.incrementAndGet();
        }

        public Marked() {}
    }
}

package dev.vendaval.tests.chaos;

import java.time.Duration;

/**
 * One thing that goes wrong, and how soon the flow must be back.
 *
 * @param bound between what {@link Strike} says and 90 % of the rate
 * @param watched how long the flow is watched from there
 * @param trees whether trees may fail because of it
 */
record Fault(String name, Duration bound, Duration watched, Trees trees, Strike strike) {
    private static final Duration BEYOND_BOUND = Duration.ofSeconds(3);

    enum Trees {
        MAY_FAIL,
        /** What dies holds no tuple. */
        NONE_FAILS,
        /** And what is emitted again is acked within the bound: failures do not wait for the time-out. */
        REPLAYED_WITHIN_BOUND
    }

    /** Does it to a cluster under load. */
    interface Strike {
        Struck on(ChaosCluster cluster) throws Exception;
    }

    /** Makes good what the fault broke: starts what is dead. */
    interface Mend {
        void run() throws Exception;
    }

    /**
     * A fault that has happened.
     *
     * @param countsFrom the {@link System#nanoTime()} from which its time counts: the death, or the end of a stop
     * @param mend done when the flow has been watched
     */
    record Struck(long countsFrom, Mend mend) {
        static Struck at(long countsFrom) {
            return new Struck(countsFrom, () -> {});
        }
    }

    Fault(String name, Duration bound, Trees trees, Strike strike) {
        this(name, bound, bound.plus(BEYOND_BOUND), trees, strike);
    }

    Fault watchedFor(Duration duration) {
        return new Fault(name, bound, duration, trees, strike);
    }

    @Override
    public String toString() {
        return name;
    }
}

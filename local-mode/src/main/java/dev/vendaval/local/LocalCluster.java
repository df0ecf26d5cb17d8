package dev.vendaval.local;

import dev.vendaval.api.SubmitException;
import dev.vendaval.api.Topology;
import dev.vendaval.protocol.service.ServiceException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A Vendaval cluster in this JVM, for tests: real Nimbus, supervisors, workers and links, but workers are threads and
 * nothing outlives {@link #close()}. Tuples are serialized between tasks as they would be between workers.
 *
 * <pre>{@code
 * try (LocalCluster cluster = new LocalCluster();
 *         LocalTopology words = cluster.submit("words", Map.of(), topology)) {
 *     words.awaitAcked(3, Duration.ofSeconds(10));
 *     assertThat(words.collect("count", "default")).contains(List.of("hello", 2L));
 * }
 * }</pre>
 *
 * Thread-safe; calls block their caller.
 */
public final class LocalCluster implements AutoCloseable {
    private final LocalDaemons daemons;

    /** Two supervisors with four slots each. */
    public LocalCluster() {
        this(builder());
    }

    private LocalCluster(Builder builder) {
        this.daemons = LocalDaemons.start(builder);
    }

    /** For another size. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Submits a topology and returns when every component is open or prepared and it runs.
     *
     * @param name unique among the topologies of this cluster
     * @param configuration a {@link dev.vendaval.api.Config} or any map of plain data
     * @throws SubmitException if it is refused, if open or prepare threw, or if it is not up in time; it is gone then
     */
    public LocalTopology submit(String name, Map<String, Object> configuration, Topology topology) {
        return daemons.submit(name, configuration, topology);
    }

    /** The ids of the supervisors. */
    public List<String> supervisors() {
        return daemons.supervisors();
    }

    /**
     * Moves everything off a supervisor while tuples flow, and gives it nothing more; returns when it has no worker.
     *
     * @param supervisor one of {@link #supervisors()}
     * @throws ServiceException if there is none of that id, or if it is not empty in time, saying what is left there
     */
    public void drain(String supervisor) {
        daemons.drain(supervisor);
    }

    /** Lets a drained supervisor be used again; nothing moves there by itself. */
    public void undrain(String supervisor) {
        daemons.undrain(supervisor);
    }

    /** Kills what still runs, without draining, and stops everything. No thread and no file is left. May be called twice. */
    @Override
    public void close() {
        daemons.close();
    }

    /** How a cluster is to be; not thread-safe. */
    public static final class Builder {
        private static final int MOST_SUPERVISORS = 100;
        private static final int MOST_SLOTS = 1000;

        private int supervisors = 2;
        private int slots = 4;
        private int recordAtMost = 100_000;
        private Duration startTimeout = Duration.ofSeconds(30);
        private ClassLoader userClasses = defaultClassLoader();

        private Builder() {}

        private static ClassLoader defaultClassLoader() {
            ClassLoader ofContext = Thread.currentThread().getContextClassLoader();
            return ofContext == null ? ClassLoader.getSystemClassLoader() : ofContext;
        }

        /** How many supervisors; by default 2. */
        public Builder supervisors(int count) {
            supervisors = checked("supervisors", count, 1, MOST_SUPERVISORS);
            return this;
        }

        /** How many slots each supervisor has; by default 4. */
        public Builder slots(int count) {
            slots = checked("slots", count, 1, MOST_SLOTS);
            return this;
        }

        /** How many tuples of each stream are kept for {@link LocalTopology#collect}; by default 100,000. */
        public Builder recordAtMost(int tuples) {
            recordAtMost = checked("recordAtMost", tuples, 0, Integer.MAX_VALUE);
            return this;
        }

        /** How long a submit may take; by default 30 s. */
        public Builder startTimeout(Duration timeout) {
            startTimeout = timeout;
            return this;
        }

        /** The loader of the topologies' classes; by default the context class loader of the thread that made the builder. */
        public Builder userClasses(ClassLoader loader) {
            userClasses = loader;
            return this;
        }

        private static int checked(String what, int value, int least, int most) {
            if (value < least || value > most) {
                throw new IllegalArgumentException(
                        what + " is " + value + "; it must be from " + least + " to " + most);
            }
            return value;
        }

        int supervisorCount() {
            return supervisors;
        }

        int slotCount() {
            return slots;
        }

        int mostRecorded() {
            return recordAtMost;
        }

        Duration submitTimeout() {
            return startTimeout;
        }

        ClassLoader loader() {
            return userClasses;
        }

        /** Starts it. */
        public LocalCluster start() {
            return new LocalCluster(this);
        }
    }
}

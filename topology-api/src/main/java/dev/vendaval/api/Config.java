package dev.vendaval.api;

import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A topology's configuration: a map from keys to plain data, that is strings, booleans, numbers, null, lists, and maps
 * with string keys. Durations are strings such as {@code "250ms"}, {@code "30s"}, {@code "5m"}, sizes such as
 * {@code "64MiB"}.
 *
 * <p>The constants are the keys that Vendaval knows, the setters write them. A key that starts with {@code topology.} and
 * is not known is refused at submit with the nearest known one; keys of the user's own pass through to
 * {@link Spout#open} and {@link Bolt#prepare}. What a component sets for itself goes above this, and so does
 * {@code -c KEY=VALUE} on the command line.
 */
public class Config extends HashMap<String, Object> {
    private static final long serialVersionUID = 1;

    /** How many workers run the topology. Default 1. */
    public static final String TOPOLOGY_WORKERS = "topology.workers";

    /** Heap of each worker, a size. Default: {@code worker.heap} of the cluster, 768MiB. */
    public static final String TOPOLOGY_WORKER_HEAP = "topology.worker.heap";

    /** JVM options of each worker, a list of strings. Default none. */
    public static final String TOPOLOGY_WORKER_JVM_OPTIONS = "topology.worker.jvm.options";

    /** {@code 0} switches tracking off. Default {@code auto}: each spout task has its acker beside it. */
    public static final String TOPOLOGY_ACKER_EXECUTORS = "topology.acker.executors";

    /** A tree without progress for this long fails, a duration. Default 30s. */
    public static final String TOPOLOGY_MESSAGE_TIMEOUT = "topology.message.timeout";

    /** Storm's spelling of {@link #TOPOLOGY_MESSAGE_TIMEOUT}, a number of seconds. */
    public static final String TOPOLOGY_MESSAGE_TIMEOUT_SECS = "topology.message.timeout.secs";

    /** How many tracked tuples a spout task may have pending. Default: only a cap for memory's sake. */
    public static final String TOPOLOGY_MAX_SPOUT_PENDING = "topology.max.spout.pending";

    /** The most tasks that any component gets. Default: no limit. */
    public static final String TOPOLOGY_MAX_TASK_PARALLELISM = "topology.max.task.parallelism";

    /** The number of tasks of a component that does not set it itself. Default: its parallelism. */
    public static final String TOPOLOGY_TASKS = "topology.tasks";

    /** How often bolts get a tick ({@link Tuple#isTick()}), a duration from 1ms. Default: never. */
    public static final String TOPOLOGY_TICK_TUPLE_FREQ = "topology.tick.tuple.freq";

    /** Storm's spelling of {@link #TOPOLOGY_TICK_TUPLE_FREQ}, a number of seconds. */
    public static final String TOPOLOGY_TICK_TUPLE_FREQ_SECS = "topology.tick.tuple.freq.secs";

    /** How long all {@code cleanup} and {@code close} calls of a worker may take on kill, a duration. Default 3s. */
    public static final String TOPOLOGY_CLEANUP_TIMEOUT = "topology.cleanup.timeout";

    /** What follows an exception of a component: {@code restart} its instance (default) or the {@code worker}. */
    public static final String TOPOLOGY_EXECUTOR_ON_ERROR = "topology.executor.on.error";

    /** Whether every emit is logged. Default false. */
    public static final String TOPOLOGY_DEBUG = "topology.debug";

    /** The longest wait after an empty {@code nextTuple}, a duration. Default 20ms. */
    public static final String TOPOLOGY_SPOUT_IDLE_MAX_WAIT = "topology.spout.idle.max.wait";

    /** Whether tuples are encoded even between tasks of one worker. Default: true in local mode, else false. */
    public static final String TOPOLOGY_TESTING_ALWAYS_SERIALIZE = "topology.testing.always.serialize";

    /** Further jars of the topology, a list. Default none. */
    public static final String TOPOLOGY_ARTIFACTS = "topology.artifacts";

    /** The class that makes value serializers. Default: the built-in one. */
    public static final String TOPOLOGY_SERIALIZER_FACTORY = "topology.serializer.factory";

    /** The value serializers: a map from class name to {@link ValueSerializer} class name. Default none. */
    public static final String TOPOLOGY_SERIALIZERS = "topology.serializers";

    /** A tree fails when it is this old, even with progress, a duration. Default: never. */
    public static final String TOPOLOGY_TREE_MAX_AGE = "topology.tree.max.age";

    /** The largest tuple, encoded, a size. Default 64MiB. */
    public static final String TOPOLOGY_TUPLE_MAX_BYTES = "topology.tuple.max.bytes";

    /** How the topology is kept apart from others. Default {@code run}. */
    public static final String TOPOLOGY_ISOLATED = "topology.isolated";

    /** Without any key: the defaults. */
    public Config() {}

    /**
     * With these keys to begin with.
     *
     * @param configuration copied
     */
    public Config(Map<String, Object> configuration) {
        super(configuration);
    }

    /**
     * Sets {@link #TOPOLOGY_WORKERS}.
     *
     * @param workers 1 or more
     */
    public void setNumWorkers(int workers) {
        put(TOPOLOGY_WORKERS, atLeast(1, workers, TOPOLOGY_WORKERS));
    }

    /**
     * Sets {@link #TOPOLOGY_ACKER_EXECUTORS}.
     *
     * @param executors 0 switches tracking off; any other number means {@code auto}, with a warning at submit
     */
    public void setNumAckers(int executors) {
        put(TOPOLOGY_ACKER_EXECUTORS, atLeast(0, executors, TOPOLOGY_ACKER_EXECUTORS));
    }

    /**
     * Sets {@link #TOPOLOGY_MESSAGE_TIMEOUT}.
     *
     * @param timeout in whole milliseconds, 1 or more
     */
    public void setMessageTimeout(Duration timeout) {
        put(TOPOLOGY_MESSAGE_TIMEOUT, text(timeout, TOPOLOGY_MESSAGE_TIMEOUT));
    }

    /**
     * Sets {@link #TOPOLOGY_MESSAGE_TIMEOUT}, as Storm's does.
     *
     * @param seconds 1 or more
     */
    public void setMessageTimeoutSecs(int seconds) {
        setMessageTimeout(Duration.ofSeconds(seconds));
    }

    /**
     * Sets {@link #TOPOLOGY_MAX_SPOUT_PENDING} for every spout.
     *
     * @param pending for each task, 1 or more
     */
    public void setMaxSpoutPending(int pending) {
        put(TOPOLOGY_MAX_SPOUT_PENDING, atLeast(1, pending, TOPOLOGY_MAX_SPOUT_PENDING));
    }

    /**
     * Sets {@link #TOPOLOGY_MAX_TASK_PARALLELISM}.
     *
     * @param tasks 1 or more
     */
    public void setMaxTaskParallelism(int tasks) {
        put(TOPOLOGY_MAX_TASK_PARALLELISM, atLeast(1, tasks, TOPOLOGY_MAX_TASK_PARALLELISM));
    }

    /**
     * Sets {@link #TOPOLOGY_TICK_TUPLE_FREQ} for every bolt.
     *
     * @param interval in whole milliseconds, 1 or more
     */
    public void setTickTupleFrequency(Duration interval) {
        put(TOPOLOGY_TICK_TUPLE_FREQ, text(interval, TOPOLOGY_TICK_TUPLE_FREQ));
    }

    /**
     * Sets {@link #TOPOLOGY_DEBUG}.
     *
     * @param debug true logs every emit
     */
    public void setDebug(boolean debug) {
        put(TOPOLOGY_DEBUG, debug);
    }

    /**
     * Sets {@link #TOPOLOGY_WORKER_HEAP}.
     *
     * @param size such as {@code "512MiB"}
     */
    public void setWorkerHeap(String size) {
        put(TOPOLOGY_WORKER_HEAP, size);
    }

    /**
     * Sets {@link #TOPOLOGY_WORKER_JVM_OPTIONS}.
     *
     * @param options each as one argument of the command line
     */
    public void setWorkerJvmOptions(List<String> options) {
        put(TOPOLOGY_WORKER_JVM_OPTIONS, List.copyOf(options));
    }

    /**
     * Sets {@link #TOPOLOGY_CLEANUP_TIMEOUT}.
     *
     * @param timeout in whole milliseconds, 1 or more
     */
    public void setCleanupTimeout(Duration timeout) {
        put(TOPOLOGY_CLEANUP_TIMEOUT, text(timeout, TOPOLOGY_CLEANUP_TIMEOUT));
    }

    /**
     * Sets {@link #TOPOLOGY_SPOUT_IDLE_MAX_WAIT}.
     *
     * @param wait in whole milliseconds, 1 or more
     */
    public void setSpoutIdleMaxWait(Duration wait) {
        put(TOPOLOGY_SPOUT_IDLE_MAX_WAIT, text(wait, TOPOLOGY_SPOUT_IDLE_MAX_WAIT));
    }

    /**
     * Has tuple values of a class written and read by a serializer of the user's; adds to
     * {@link #TOPOLOGY_SERIALIZERS}. A second one for the same class replaces the first.
     *
     * @param type exactly this class, not those that extend it
     * @param serializer public, not abstract, with a public constructor without parameters
     * @param <T> the class of the values
     * @throws IllegalArgumentException if the serializer could not be made in a worker
     */
    public <T> void registerSerializer(Class<T> type, Class<? extends ValueSerializer<T>> serializer) {
        checkInstantiable(serializer);
        Map<String, Object> serializers = new LinkedHashMap<>();
        if (get(TOPOLOGY_SERIALIZERS) instanceof Map<?, ?> registered) {
            registered.forEach((name, value) -> serializers.put(String.valueOf(name), value));
        }
        serializers.put(type.getName(), serializer.getName());
        put(TOPOLOGY_SERIALIZERS, serializers);
    }

    private static void checkInstantiable(Class<?> serializer) {
        int modifiers = serializer.getModifiers();
        boolean hasConstructor =
                Arrays.stream(serializer.getConstructors()).anyMatch(made -> made.getParameterCount() == 0);
        if (!Modifier.isPublic(modifiers) || Modifier.isAbstract(modifiers) || !hasConstructor) {
            throw new IllegalArgumentException("serializer " + serializer.getTypeName()
                    + " cannot be made in a worker: it must be a public class (static if nested), not abstract, with a"
                    + " public constructor without parameters");
        }
    }

    private static int atLeast(int least, int value, String key) {
        if (value < least) {
            throw new IllegalArgumentException(key + " is " + value + "; it must be " + least + " or more");
        }
        return value;
    }

    private static String text(Duration duration, String key) {
        long millis = duration.toMillis();
        if (millis < 1 || !duration.equals(Duration.ofMillis(millis))) {
            throw new IllegalArgumentException(key + " is " + duration + "; it must be whole milliseconds, 1 or more");
        }
        return millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
    }
}

package dev.vendaval.worker.metrics;

import dev.vendaval.api.Counter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The counters and gauges a task's component registered. Safe for any thread; gauges are read by the executor's. */
public final class UserMetrics {
    private static final Logger log = LoggerFactory.getLogger(UserMetrics.class);

    /** The metric under which ignored acks, fails and anchors are counted. */
    public static final String MISUSES = "__misuses";

    private final Map<String, LongAdder> counters = new ConcurrentHashMap<>();
    private final Map<String, DoubleSupplier> gauges = new ConcurrentHashMap<>();

    /** The counter of a name; the same one when asked again, so that a re-created component goes on counting. */
    public Counter counter(String name) {
        LongAdder adder = counters.computeIfAbsent(name, added -> new LongAdder());
        return amount -> {
            if (amount < 0) {
                throw new IllegalArgumentException("counter '" + name + "' only grows, found " + amount);
            }
            adder.add(amount);
        };
    }

    /** Counts on from those of an instance that has ended; its gauges are gone with it. */
    void add(UserMetrics older) {
        older.counters.forEach((name, adder) ->
                counters.computeIfAbsent(name, added -> new LongAdder()).add(adder.sum()));
    }

    /** Sets the gauge of a name; a later one replaces it. */
    public void gauge(String name, DoubleSupplier gauge) {
        gauges.put(name, gauge);
    }

    /** Name to value of now, with our count of misuses if there were any; a gauge that throws is left out and logged. */
    Map<String, Double> values(long misuses) {
        if (counters.isEmpty() && gauges.isEmpty() && misuses == 0) {
            return Map.of();
        }
        Map<String, Double> values = new TreeMap<>();
        if (misuses > 0) {
            values.put(MISUSES, (double) misuses);
        }
        counters.forEach((name, adder) -> values.put(name, (double) adder.sum()));
        gauges.forEach((name, gauge) -> read(name, gauge, values));
        return new LinkedHashMap<>(values);
    }

    private static void read(String name, DoubleSupplier gauge, Map<String, Double> into) {
        try {
            into.put(name, gauge.getAsDouble());
        } catch (RuntimeException e) {
            log.warn("gauge '{}' threw and is left out of this report", name, e);
        }
    }
}

package dev.vendaval.tests.topologies.lifecycle;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What the components of one topology saw, in the order in which they saw it, and gates that hold them up until the test
 * opens them. For local mode only, where components and test are in one JVM: components know it by name. Thread-safe.
 */
public final class Diary {
    private static final Map<String, Diary> BY_NAME = new ConcurrentHashMap<>();
    private static final long LONGEST_PASS_SECONDS = 60;

    private final List<Entry> entries = new ArrayList<>();
    private final Map<String, CountDownLatch> gates = new ConcurrentHashMap<>();
    private final Map<Integer, AtomicInteger> instances = new ConcurrentHashMap<>();

    private Diary() {}

    /** The diary of this name; begun by whoever asks first. */
    public static Diary named(String name) {
        return BY_NAME.computeIfAbsent(name, key -> new Diary());
    }

    /**
     * One thing seen.
     *
     * @param instance counts the instances of the task, from 1
     * @param nanos {@link System#nanoTime()}
     */
    public record Entry(
            String component,
            int task,
            int instance,
            String event,
            @Nullable Object detail,
            Thread thread,
            long nanos) {
        @Override
        public String toString() {
            return component + "-" + task + "#" + instance + " " + event + (detail == null ? "" : " " + detail);
        }
    }

    int nextInstance(int task) {
        return instances.computeIfAbsent(task, key -> new AtomicInteger()).incrementAndGet();
    }

    void add(String component, int task, int instance, String event, @Nullable Object detail) {
        synchronized (entries) {
            entries.add(new Entry(component, task, instance, event, detail, Thread.currentThread(), System.nanoTime()));
        }
    }

    public List<Entry> entries() {
        synchronized (entries) {
            return List.copyOf(entries);
        }
    }

    public List<Entry> of(String component) {
        return entries().stream()
                .filter(entry -> entry.component().equals(component))
                .toList();
    }

    public List<Entry> of(String component, String event) {
        return of(component).stream()
                .filter(entry -> entry.event().equals(event))
                .toList();
    }

    /** What was seen with this event; by a component that never saw nothing. */
    public List<Object> details(String component, String event) {
        return of(component, event).stream()
                .map(entry -> Objects.requireNonNull(entry.detail()))
                .toList();
    }

    /** The names of what a component saw, in order. */
    public List<String> events(String component) {
        return of(component).stream().map(Entry::event).toList();
    }

    /** What components found wrong by themselves. */
    public List<Entry> violations() {
        return entries().stream()
                .filter(entry -> entry.event().equals("violation"))
                .toList();
    }

    public void open(String gate) {
        latch(gate).countDown();
    }

    boolean isOpen(String gate) {
        return latch(gate).getCount() == 0;
    }

    /** Holds the calling thread until the gate is open, as a data base that does not answer would. */
    void pass(String gate) throws InterruptedException {
        if (!latch(gate).await(LONGEST_PASS_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("nobody opened " + gate);
        }
    }

    private CountDownLatch latch(String gate) {
        return gates.computeIfAbsent(gate, key -> new CountDownLatch(1));
    }
}

package dev.vendaval.worker.executor;

import dev.vendaval.worker.link.SimulatedNetwork;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;

/** The time of a simulation: it goes from event to event, and those of one moment keep the order they were made in. */
final class SimulatedTime implements SimulatedNetwork.Scheduler {
    static final long MS = TimeUnit.MILLISECONDS.toNanos(1);
    static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    static final long START = SECOND;

    private record Event(long at, long order, Runnable task) {}

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::order));
    private long now = START;
    private long order;

    @Override
    public long now() {
        return now;
    }

    @Override
    public void after(long nanos, Runnable task) {
        events.add(new Event(now + nanos, order++, task));
    }

    /** Lets everything happen that is due, and after each event what is asked for. */
    void runFor(long nanos, Runnable afterEach) {
        long end = now + nanos;
        while (!events.isEmpty() && events.element().at <= end) {
            Event event = events.remove();
            now = event.at;
            event.task.run();
            afterEach.run();
        }
        now = end;
    }
}

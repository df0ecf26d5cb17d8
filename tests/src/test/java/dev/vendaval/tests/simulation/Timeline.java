package dev.vendaval.tests.simulation;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.Executor;

/** The one time of a simulated cluster, in milliseconds: it goes from event to event. */
final class Timeline {
    private record Event(long at, long order, Runnable task) {}

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::order));
    private long now = 1_000_000;
    private long order;

    long now() {
        return now;
    }

    void after(long millis, Runnable task) {
        events.add(new Event(now + millis, order++, task));
    }

    /** Does what is due in that time; may be called by an event, for which the rest of the world then goes on. */
    void runFor(long millis) {
        long end = now + millis;
        while (!events.isEmpty() && events.element().at <= end) {
            Event event = events.remove();
            now = Math.max(now, event.at);
            event.task.run();
        }
        now = Math.max(now, end);
    }

    /** Does each task a little later, in the order they came. */
    Executor inOrder(Chance chance) {
        return new Executor() {
            private long last;

            @Override
            public void execute(Runnable task) {
                last = Math.max(last, now + chance.upTo(20));
                after(last - now, task);
            }
        };
    }
}

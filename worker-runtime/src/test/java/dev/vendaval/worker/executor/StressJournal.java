package dev.vendaval.worker.executor;

import dev.vendaval.api.Tuple;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** What was sent and what arrived on every channel of a stress run, and everything that must not happen and did. */
final class StressJournal {
    private static final int MOST_WRONGS = 20;

    final Queue<String> wrongs = new ConcurrentLinkedQueue<>();
    private final Map<Integer, Desk> desks = new ConcurrentHashMap<>();

    /** From one task to another on a stream. */
    private record Channel(int sender, String stream, int receiver) {}

    /** Copies on a channel: numbers ascend, so that count, sum and last say whether each came once. */
    private static final class Count {
        long copies;
        long sum;
        long last = -1;
    }

    /**
     * One task's own book, in plain fields: only if one thread at a time is in the task, with happens-before between
     * them, does it add up.
     */
    final class Desk {
        private final int task;
        private final AtomicReference<@Nullable Thread> inside = new AtomicReference<>();
        private final Map<Channel, Count> sent = new HashMap<>();
        private final Map<Channel, Count> received = new HashMap<>();
        private final Map<String, Long> next = new HashMap<>();

        private Desk(int task) {
            this.task = task;
        }

        /** A call of the component begins. */
        void enter() {
            Thread other = inside.getAndSet(Thread.currentThread());
            if (other != null) {
                wrong("two threads in task " + task + ": " + other.getName());
            }
            if (!Integer.toString(task).equals(MDC.get("task"))) {
                wrong("task " + task + " logs as " + MDC.getCopyOfContextMap());
            }
            if (Thread.currentThread().getContextClassLoader() != StressJournal.class.getClassLoader()) {
                wrong("task " + task + " has another's class loader");
            }
            if (Thread.currentThread().isInterrupted()) {
                wrong("task " + task + " has another's interrupt");
            }
        }

        /** It ends. */
        void leave() {
            if (inside.getAndSet(null) != Thread.currentThread()) {
                wrong("another thread left task " + task);
            }
        }

        /** The number of the next tuple on a stream. */
        long number(String stream) {
            return next.merge(stream, 1L, Long::sum);
        }

        void sent(String stream, long number, List<Integer> receivers) {
            for (int receiver : receivers) {
                note(sent, new Channel(task, stream, receiver), number);
            }
        }

        void received(Tuple tuple, long number) {
            note(received, new Channel(tuple.getSourceTask(), tuple.getSourceStreamId(), task), number);
        }

        private void note(Map<Channel, Count> book, Channel channel, long number) {
            Count count = book.computeIfAbsent(channel, added -> new Count());
            if (number <= count.last) {
                wrong(channel + " has " + number + " after " + count.last);
            }
            count.last = number;
            count.copies++;
            count.sum += number;
        }
    }

    Desk desk(int task) {
        return desks.computeIfAbsent(task, Desk::new);
    }

    void wrong(String what) {
        if (wrongs.size() < MOST_WRONGS) {
            wrongs.add(Thread.currentThread().getName() + ": " + what);
        }
    }

    /** When all threads of the run have ended: every copy that was sent has arrived once. */
    void close() {
        Map<Channel, Count> sent = new HashMap<>();
        Map<Channel, Count> received = new HashMap<>();
        for (Desk desk : desks.values()) {
            sent.putAll(desk.sent);
            received.putAll(desk.received);
        }
        sent.forEach((channel, out) -> {
            Count in = received.getOrDefault(channel, new Count());
            if (in.copies != out.copies || in.sum != out.sum) {
                wrong(channel + ": " + out.copies + " sent (" + out.sum + "), " + in.copies + " received (" + in.sum
                        + ")");
            }
        });
        received.keySet().stream()
                .filter(channel -> !sent.containsKey(channel))
                .forEach(channel -> wrong("nobody sent on " + channel));
    }

    /** Copies that arrived, in all. */
    long copies() {
        return desks.values().stream()
                .flatMap(desk -> desk.received.values().stream())
                .mapToLong(count -> count.copies)
                .sum();
    }
}

package dev.vendaval.protocol.zookeeper;

import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Which threads are in a call to ZooKeeper since when, so that calls that get no answer can be cut short when this process
 * ends: a server that is silent, rather than gone, is only noticed after most of a session. Thread-safe.
 */
final class CallsUnderWay {
    private final LongSupplier nanoTime;
    private final Map<Thread, Long> begunNanos = new HashMap<>();
    private boolean someWereCut;

    CallsUnderWay(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** The calling thread begins a call; false if it is in one already, whose end is what counts. */
    synchronized boolean begin() {
        return begunNanos.putIfAbsent(Thread.currentThread(), nanoTime.getAsLong()) == null;
    }

    /** The call is over, in whatever way. An interrupt from here was not meant for what the thread does next. */
    synchronized void end() {
        boolean wasCut = begunNanos.remove(Thread.currentThread()) == null;
        if (wasCut) {
            boolean unused = Thread.interrupted(); // or it has been noticed by the call
        }
    }

    /** Interrupts the calls that have been under way for at least so long. */
    synchronized void cut(long leastNanos) {
        long now = nanoTime.getAsLong();
        boolean cutAny = begunNanos.entrySet().removeIf(call -> {
            boolean old = now - call.getValue() >= leastNanos;
            if (old) {
                call.getKey().interrupt();
            }
            return old;
        });
        someWereCut |= cutAny;
    }

    /** Interrupts every call; there may be none just now, but the next ones need not begin either. */
    synchronized void cutAll() {
        cut(0);
        someWereCut = true;
    }

    /** Whether calls have been cut: then nobody answers, and the next ones need not begin. */
    synchronized boolean someWereCut() {
        return someWereCut;
    }
}

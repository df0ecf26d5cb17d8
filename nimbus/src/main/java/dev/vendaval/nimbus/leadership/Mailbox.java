package dev.vendaval.nimbus.leadership;

import dev.vendaval.protocol.state.LeaderEpoch;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What other threads have for the thread {@code nimbus}: messages in a bounded queue, and signals that are never lost
 * because only their newest value counts. Any thread puts, the owner takes.
 */
final class Mailbox {
    /** Messages that may wait; beyond that the sender is told. */
    static final int CAPACITY = 1_024;

    /** Taken by the owner thread. */
    interface Message {
        /** Is handled, on the owner's thread; {@code leader} is null on a standby. */
        void handle(@Nullable Leader leader, boolean recovered);
    }

    private static final Message WAKE = (leader, recovered) -> {};

    private final BlockingQueue<Message> messages = new ArrayBlockingQueue<>(CAPACITY);
    private final AtomicReference<@Nullable LeaderEpoch> elected = new AtomicReference<>();
    private final AtomicBoolean clusterChanged = new AtomicBoolean();

    /** False if too much is waiting. */
    boolean offer(Message message) {
        return messages.offer(message);
    }

    void elect(@Nullable LeaderEpoch epoch) {
        elected.set(epoch);
        wake();
    }

    void clusterChanged() {
        clusterChanged.set(true);
        wake();
    }

    /** If the queue is full the owner is awake, or will be for those messages. */
    @SuppressWarnings("CheckReturnValue")
    void wake() {
        messages.offer(WAKE);
    }

    /** The epoch this Nimbus is elected with, null if it is not. */
    @Nullable
    LeaderEpoch elected() {
        return elected.get();
    }

    /** Whether the cluster state has changed since the last call. */
    boolean takeClusterChanged() {
        return clusterChanged.getAndSet(false);
    }

    /** Waits for messages; returns those there are, none when the time is over. */
    List<Message> await(long timeoutMs) throws InterruptedException {
        List<Message> taken = new ArrayList<>();
        Message first = messages.poll(timeoutMs, TimeUnit.MILLISECONDS);
        if (first != null) {
            taken.add(first);
            messages.drainTo(taken, CAPACITY);
        }
        return taken;
    }
}

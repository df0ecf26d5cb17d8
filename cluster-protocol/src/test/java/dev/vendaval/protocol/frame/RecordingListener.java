package dev.vendaval.protocol.frame;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Keeps what it hears; can hold up its network thread. */
final class RecordingListener implements FrameListener {
    final Queue<byte[]> frames = new ConcurrentLinkedQueue<>();
    final Queue<String> ends = new ConcurrentLinkedQueue<>();
    final AtomicInteger readies = new AtomicInteger();
    volatile @Nullable CountDownLatch holdAtFrame;
    volatile @Nullable Throwable fault;

    @Override
    public void frame(byte[] frame) {
        CountDownLatch hold = holdAtFrame;
        if (hold != null) {
            try {
                hold.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
        Throwable thrown = fault;
        if (thrown instanceof RuntimeException exception) {
            throw exception;
        }
        if (thrown instanceof Error error) {
            throw error;
        }
        frames.add(frame);
    }

    @Override
    public void ready() {
        readies.incrementAndGet();
    }

    @Override
    public void closed(String why) {
        ends.add(why);
    }
}

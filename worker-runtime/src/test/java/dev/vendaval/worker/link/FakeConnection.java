package dev.vendaval.worker.link;

import dev.vendaval.protocol.frame.FrameConnection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** A lane as the receiver writes to it; can hold whoever asks whether it takes more. */
final class FakeConnection implements FrameConnection {
    final List<byte[]> sent = new CopyOnWriteArrayList<>();
    volatile boolean faulty;
    volatile boolean brokenByAnError;
    volatile boolean admitted;

    /** Runs each time somebody asks whether it takes more. */
    volatile Runnable whenAsked = () -> {};

    volatile @Nullable String closed;
    private volatile @Nullable CountDownLatch holding;
    private volatile CountDownLatch asked = new CountDownLatch(1);

    /** From now on {@link #isReady} does not return before the latch opens. */
    void holdReadiness(CountDownLatch until) {
        asked = new CountDownLatch(1);
        holding = until;
    }

    void awaitAsked() throws InterruptedException {
        asked.await();
    }

    List<ReturnFrame> returns() {
        return sent.stream()
                .filter(message -> message[0] == FrameKind.RETURN)
                .map(ReturnFrame::decode)
                .toList();
    }

    String closedWith() {
        return Objects.requireNonNull(closed, "not closed");
    }

    @Override
    public void admit() {
        admitted = true;
    }

    @Override
    public boolean isReady() {
        whenAsked.run();
        CountDownLatch until = holding;
        if (until != null) {
            asked.countDown();
            try {
                until.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
        return closed == null;
    }

    @Override
    public void send(byte[] message) {
        if (closed != null) {
            throw new IllegalStateException("connection is closed");
        }
        if (faulty) {
            throw new UnsupportedOperationException("faulty by the test");
        }
        if (brokenByAnError) {
            throw new AssertionError("faulty by the test");
        }
        sent.add(message);
    }

    @Override
    public void close(String why) {
        if (closed != null) {
            throw new IllegalStateException("connection is closed already");
        }
        closed = why;
    }

    @Override
    public void abort(String why) {
        close(why);
    }
}

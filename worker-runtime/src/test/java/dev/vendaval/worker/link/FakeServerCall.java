package dev.vendaval.worker.link;

import io.grpc.Attributes;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** A lane as the receiver writes to it; can hold whoever asks whether it takes more. */
final class FakeServerCall extends ServerCall<byte[], byte[]> {
    final List<byte[]> sent = new CopyOnWriteArrayList<>();
    volatile boolean faulty;
    volatile @Nullable Status closed;
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

    Status closedWith() {
        return Objects.requireNonNull(closed, "not closed");
    }

    @Override
    public boolean isReady() {
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
    public void sendMessage(byte[] message) {
        if (closed != null) {
            throw new IllegalStateException("call is closed");
        }
        if (faulty) {
            throw new UnsupportedOperationException("faulty by the test");
        }
        sent.add(message);
    }

    @Override
    public void close(Status status, Metadata trailers) {
        if (closed != null) {
            throw new IllegalStateException("call is closed already");
        }
        closed = status;
    }

    @Override
    public void request(int messages) {}

    @Override
    public void sendHeaders(Metadata headers) {}

    @Override
    public boolean isCancelled() {
        return false;
    }

    @Override
    public Attributes getAttributes() {
        return Attributes.EMPTY;
    }

    @Override
    public MethodDescriptor<byte[], byte[]> getMethodDescriptor() {
        return LinkMethods.CONTROL;
    }
}

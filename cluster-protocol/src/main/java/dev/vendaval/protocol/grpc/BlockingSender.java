package dev.vendaval.protocol.grpc;

import dev.vendaval.api.SubmitException;
import dev.vendaval.protocol.service.ServiceException;
import io.grpc.stub.CallStreamObserver;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** Sends a long answer or upload from a thread that may wait until the network takes the next piece. */
final class BlockingSender<M> {
    private final CallStreamObserver<M> stream;
    private final BooleanSupplier over;
    private final Duration stallLimit;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ready = lock.newCondition();

    /**
     * Made where the call starts, since gRPC takes the handler only there.
     *
     * @param over whether the call has ended, so that sending is pointless
     * @param stallLimit how long the other side may take nothing
     */
    BlockingSender(CallStreamObserver<M> stream, BooleanSupplier over, Duration stallLimit) {
        this.stream = stream;
        this.over = over;
        this.stallLimit = stallLimit;
        stream.setOnReadyHandler(this::wake);
    }

    /** The call has changed: a waiting sender looks again. */
    void wake() {
        lock.lock();
        try {
            ready.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Sends one message.
     *
     * @return false if the call is over
     * @throws ServiceException TIMEOUT if the other side took nothing for the stall limit
     */
    boolean send(M message) throws InterruptedException {
        if (!awaitReady()) {
            return false;
        }
        stream.onNext(message);
        return true;
    }

    private boolean awaitReady() throws InterruptedException {
        long remaining = stallLimit.toNanos();
        lock.lock();
        try {
            while (!over.getAsBoolean()) {
                if (stream.isReady()) {
                    return true;
                }
                if (remaining <= 0) {
                    throw new ServiceException(
                            SubmitException.Code.TIMEOUT,
                            "the other side has taken nothing for " + stallLimit.toSeconds() + " s",
                            null);
                }
                remaining = ready.awaitNanos(Math.min(remaining, TimeUnit.SECONDS.toNanos(1)))
                        + Math.max(0, remaining - TimeUnit.SECONDS.toNanos(1));
            }
            return false;
        } finally {
            lock.unlock();
        }
    }
}

package dev.vendaval.protocol.grpc;

import dev.vendaval.api.SubmitException;
import dev.vendaval.protocol.service.ServiceException;
import io.grpc.stub.ServerCallStreamObserver;
import java.io.IOException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;

/** Runs the calls of a server that last: artifacts and logs, each on a thread of its own, a bounded number. */
final class Transfers {
    private final ThreadPoolExecutor threads;

    Transfers(ThreadPoolExecutor threads) {
        this.threads = threads;
    }

    /** What such a call does. */
    interface Transfer {
        void run() throws IOException, InterruptedException;
    }

    /** Runs it and answers the call with what it throws; completing the call is the transfer's own matter. */
    void start(ServerCallStreamObserver<?> stream, Transfer transfer) {
        try {
            threads.execute(() -> run(stream, transfer));
        } catch (RejectedExecutionException e) {
            stream.onError(Errors.outgoing(new ServiceException(
                    SubmitException.Code.ILLEGAL_STATE,
                    threads.isShutdown() ? "the server is stopping" : "too many transfers at once",
                    "try again later",
                    e)));
        }
    }

    private static void run(ServerCallStreamObserver<?> stream, Transfer transfer) {
        try {
            transfer.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            fail(stream, new ServiceException(SubmitException.Code.ILLEGAL_STATE, "the server is stopping", null, e));
        } catch (IOException e) {
            fail(stream, new ServiceException(SubmitException.Code.INTERNAL, String.valueOf(e.getMessage()), null, e));
        } catch (RuntimeException e) {
            fail(stream, e);
        }
    }

    private static void fail(ServerCallStreamObserver<?> stream, Throwable error) {
        if (!stream.isCancelled()) {
            stream.onError(Errors.outgoing(error));
        }
    }

    /** A send that reports false when the call is over. */
    interface Send {
        boolean send() throws InterruptedException;
    }

    /** Sends from inside a service's callback, which may throw nothing checked; ends the transfer if nobody listens. */
    static void orGone(Send send) {
        try {
            if (!send.send()) {
                throw new ServiceException(SubmitException.Code.ILLEGAL_STATE, "the receiver has gone", null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServiceException(SubmitException.Code.ILLEGAL_STATE, "the server is stopping", null, e);
        }
    }
}

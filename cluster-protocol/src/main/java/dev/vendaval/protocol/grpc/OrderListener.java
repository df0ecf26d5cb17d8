package dev.vendaval.protocol.grpc;

import dev.vendaval.protocol.service.WorkerOrder;
import org.jspecify.annotations.Nullable;

/** What a worker hears from its supervisor. Called on a network thread, in order, must not block. */
public interface OrderListener {
    void order(WorkerOrder order);

    /** The conversation is over, once; {@code cause} is null if this side closed it. */
    void closed(@Nullable Throwable cause);
}

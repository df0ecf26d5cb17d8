package dev.vendaval.protocol.grpc;

import org.jspecify.annotations.Nullable;

/** What a supervisor hears from Nimbus. Called on a network thread, must not block. */
public interface CommandListener {
    /** A report is wanted, made by every worker after this moment and carrying this id. */
    void reportNow(long reportId);

    /** The conversation is over, once; {@code cause} is null if this side closed it. */
    void closed(@Nullable Throwable cause);
}

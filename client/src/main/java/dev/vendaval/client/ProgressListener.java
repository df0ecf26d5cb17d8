package dev.vendaval.client;

/** Hears how a call that takes a while gets on; called on the thread that made the call. */
@FunctionalInterface
public interface ProgressListener {
    /** For callers that only want the result. */
    ProgressListener SILENT = sentence -> {};

    /** Something has changed since the last sentence. */
    void progress(String sentence);

    /** The cluster has accepted this topology; it goes on whether its caller waits or not. */
    default void accepted(String name) {}

    /** The cluster has begun to rebalance this topology; it goes on whether its caller waits or not. */
    default void rebalancing(String name) {}

    /** The cluster has accepted the kill of this topology; it goes on whether its caller waits or not. */
    default void ending(String name) {}
}

package dev.vendaval.api;

/**
 * A bolt, or basic bolt, whose memory goes along when one of its tasks moves to another worker in a rebalance: the instance
 * there is prepared as always, then restored. Without it the memory of a task that moves to another worker starts empty. A
 * task that stays in its worker keeps its instance, whoever runs it, and nothing here is called.
 *
 * <p>Called on the task's thread.
 */
public interface StateHandover {
    /**
     * Called once, before {@link #save}, when the last tuple has been executed and before inputs that were neither acked nor
     * failed have to be: the last chance to emit what is still held, and to ack it.
     */
    default void prepareToMove() {}

    /** All that the instance at the new place needs. Nothing but cleanup is called on this one afterwards. */
    byte[] save();

    /**
     * Takes over what the instance at the old place has saved; after prepare and before the first tuple. It is not called if
     * that instance died with its worker.
     */
    void restore(byte[] state);
}

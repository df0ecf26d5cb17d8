package dev.vendaval.api;

/**
 * A bolt, or basic bolt, whose memory goes along in a rebalance:
 *
 * <ul>
 *   <li>One of its tasks <i>moves</i> to another worker: {@link #prepareToMove} and {@link #save} are the last calls but
 *       cleanup on the instance here; the one there is prepared as always, then {@link #restore}d. Without this interface it
 *       starts empty. A task that stays in its worker keeps its instance, whoever runs it, and nothing here is called.
 *   <li>A configuration key of the user's own <i>changes</i> (<code>rebalance -t</code>): the instance is re-created where it
 *       is, with the same calls as in a move.
 *   <li>The bolt <i>grows</i>: it gets new tasks, and under fields grouping some keys of each older task go to them. An
 *       older task is told to prepare and saves, as in a move, but goes on with what it has; a new task is restored once
 *       from each older task that it gets keys of, with all that was saved there. So either may remember keys that are the
 *       other's now: no tuple comes for them any more. They must not be handed on as if they were true, so save only keys
 *       that are this task's; and whatever is done for all that is remembered (at a tick, say) is to leave others out:
 *       <pre>{@code
 * public byte[] save() {
 *     counts.keySet().removeIf(word -> !context.ownsKey(word));
 *     return bytes(counts);
 * }
 *
 * public void restore(byte[] state) {
 *     counts.putAll(counts(state));
 * }
 * }</pre>
 * </ul>
 *
 * <p>Called on the task's thread.
 */
public interface StateHandover {
    /**
     * Called once before {@link #save}, when the last tuple has been executed and before inputs that were neither acked nor
     * failed have to be: the last chance to emit what is still held, and to ack it.
     */
    default void prepareToMove() {}

    /**
     * What the instance at the new place, or the new tasks, need. After it only cleanup is called on an instance that moves,
     * and all goes on with one that gives keys to new tasks.
     *
     * @return any bytes, to be given to {@link #restore}
     */
    byte[] save();

    /**
     * Takes over what another instance has saved; after prepare and before the first tuple. It is not called if that
     * instance died with its worker. In a new task it is called once for each older task that keys come from, in no
     * particular order.
     *
     * @param state what {@link #save} returned there
     */
    void restore(byte[] state);
}

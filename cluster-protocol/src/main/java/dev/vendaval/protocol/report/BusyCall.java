package dev.vendaval.protocol.report;

import dev.vendaval.protocol.topology.ExecutorTasks;

/**
 * A call of user code that has not returned for a while.
 *
 * @param task whose call it is, 0 if that is not known
 * @param method of the component, such as execute
 * @param place the innermost frame of the user's, such as {@code com.acme.Foo.bar(Foo.java:12)}
 * @param forMs how long it has been running
 * @param stack of its thread, a frame a line
 * @param inboxTuples that wait for its executor, seen from outside: without those that it has taken and not executed yet
 */
public record BusyCall(
        ExecutorTasks executor, int task, String method, String place, long forMs, String stack, long inboxTuples) {
    /** From here on a call counts as hung, and is shown among the errors until it returns. */
    public static final long HUNG_AFTER_MS = 5_000;

    public boolean isHung() {
        return forMs >= HUNG_AFTER_MS;
    }
}

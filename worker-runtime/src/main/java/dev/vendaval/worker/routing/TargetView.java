package dev.vendaval.worker.routing;

/** What a grouping sees of its targets: the subscriber's tasks, by index in the order of their ids. */
public interface TargetView {
    /** How many tasks the subscriber has; at least 1. */
    int count();

    /** Whether the task can take tuples now: its outbox is below its limit and its executor is running. */
    boolean open(int index);

    /** Whether the task runs in the sender's worker; read when the grouping is made. */
    boolean local(int index);
}

package dev.vendaval.worker.link;

import dev.vendaval.protocol.report.Incarnation;
import dev.vendaval.worker.exchange.DataSection;
import dev.vendaval.worker.fencing.Death;

/** What other workers say that concerns the worker and none of its executors. */
interface PeerNews {
    /** Links thread: a worker has said hello and is welcome; nothing of its has been taken in yet. */
    void heardFrom(Incarnation sender);

    /** Links thread: another worker of the topology knows of a later life of this one. */
    void outdated(String why);

    /** Network thread, before anything that carries the number: a worker has learnt of a death. */
    void told(Incarnation teller, Death death);

    /** Network thread: a worker is empty and will end. */
    void left(Incarnation leaving);

    /** Network thread: a worker follows this change of the plan. */
    void epoch(long version);

    /** Network thread: a worker has what was handed over of a task with a change. */
    void takenOver(int task, long version, int receiver);

    /** Network thread: a worker hands a task over. */
    void handedOver(DataSection section);
}

package dev.vendaval.worker.exchange;

import java.util.List;

/**
 * The sender's view of one executor in another worker; implemented by the link to that worker. Every method may be
 * called by any executor's thread and none blocks.
 */
public interface RemoteExecutor {
    /** How many tuples may still be sent; 0 or less: closed. 0 until the receiver is prepared. */
    long creditTuples();

    /** Whether the receiver is prepared: it has granted credit, whether or not that is used up. */
    boolean isReady();

    /** Data lane, whatever the credit and whoever is there. */
    void send(DataSection section);

    /**
     * Data lane: takes as many of the sections, from the first on, as there is credit for. Several executors may have seen
     * the same credit; each tuple of it goes to one of them.
     *
     * @return how many were taken; the others stay with the caller
     */
    int sendWithinCredit(List<DataSection> sections);

    /** As {@link #send(DataSection)} for several sections, in order: what leaves together travels together. */
    default void sendAll(List<DataSection> sections) {
        sections.forEach(this::send);
    }

    /**
     * As {@link #sendWithinCredit(List)}, but only to the life of the other worker whose touch bit this is: the trees have
     * been told that they touch that one. Takes nothing if the other worker has been replaced.
     */
    default int sendWithinCredit(List<DataSection> sections, long touchBit) {
        return touchBit() == touchBit ? sendWithinCredit(sections) : 0;
    }

    /** As {@link #sendAll(List)}, for feedback edges, to one life of the other worker; false if that is not the present one. */
    default boolean sendAll(List<DataSection> sections, long touchBit) {
        if (touchBit() != touchBit) {
            return false;
        }
        sendAll(sections);
        return true;
    }

    /**
     * Tuples sent that have not left this worker yet, for instance because the other one is away. Those go as soon as
     * there is a connection, whether or not the receiver takes anything.
     */
    default long unsentTuples() {
        return 0;
    }

    /**
     * Data lane, whatever the credit: the end of the channel. Unlike tuples it is also for a life of the other worker that
     * begins later, since the executors there wait for it.
     */
    default void end(DataSection marker) {
        send(marker);
    }

    /** Control lane: never waits for data. */
    void send(ControlSection section);

    /** The receiving worker's present incarnation in touch masks; 0 while it is not known: then nothing can be sent. */
    long touchBit();

    /** Whether there is an open link to its worker. */
    default boolean isReachable() {
        return touchBit() != 0;
    }

    /**
     * Runs {@code wake} once, on any thread, when credit has grown: soon, or, if several wait and it is little, when it is
     * its turn or others have left it. The caller looks at the credit again after this returns, so that a grant in between
     * is not missed. Asking again with the same object before it ran is free.
     */
    void wakeOnCredit(Runnable wake);
}

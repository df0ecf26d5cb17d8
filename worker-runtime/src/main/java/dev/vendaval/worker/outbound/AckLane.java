package dev.vendaval.worker.outbound;

import dev.vendaval.worker.exchange.ControlSection;
import dev.vendaval.worker.exchange.Inbox;
import dev.vendaval.worker.exchange.RemoteExecutor;
import dev.vendaval.worker.tracking.AckBuffer;

/** The way of acks from one executor to one executor that runs ackers. Owned by the sending executor's thread. */
public abstract sealed class AckLane {
    private final int receiver;

    /** What this round has gathered; stays and goes on coalescing while the lane is backed up. */
    final AckBuffer buffer = new AckBuffer();

    /** How many deaths this executor knows of, and how many it knew of when it first touched a tree in the buffer. */
    private int deathsNow;

    private int deathsInBuffer;

    private AckLane(int receiver) {
        this.receiver = receiver;
    }

    /** To an executor of this worker, named by its first task. */
    public static AckLane local(int receiver, Inbox inbox) {
        return new Local(receiver, inbox);
    }

    /** To an executor of another worker, named by its first task. */
    public static AckLane remote(int receiver, RemoteExecutor executor) {
        return new Remote(receiver, executor);
    }

    /** The executor knows of so many deaths from now on. */
    final void learn(int deaths) {
        deathsNow = deaths;
        if (buffer.isEmpty()) {
            deathsInBuffer = deaths;
        }
    }

    /** Sends what has gathered; false if the receiver has too much waiting, then it stays here. */
    final boolean flush() {
        if (buffer.isEmpty()) {
            return true;
        }
        if (isBackedUp()) {
            return false;
        }
        send(ControlSection.Kind.ACK, buffer.takeAcks());
        send(ControlSection.Kind.TOUCHING_ACK, buffer.takeTouchingAcks());
        send(ControlSection.Kind.FAIL, buffer.takeFails());
        send(ControlSection.Kind.RESET_TIMEOUT, buffer.takeResets());
        deathsInBuffer = deathsNow;
        return true;
    }

    private void send(ControlSection.Kind kind, long[] data) {
        if (data.length > 0) {
            send(new ControlSection(kind, receiver, data, data.length, deathsInBuffer));
        }
    }

    abstract boolean isBackedUp();

    abstract void send(ControlSection section);

    private static final class Local extends AckLane {
        private final Inbox inbox;

        Local(int receiver, Inbox inbox) {
            super(receiver);
            this.inbox = inbox;
        }

        @Override
        boolean isBackedUp() {
            return inbox.controlIsBackedUp();
        }

        @Override
        void send(ControlSection section) {
            inbox.control(section);
        }
    }

    private static final class Remote extends AckLane {
        private final RemoteExecutor executor;

        Remote(int receiver, RemoteExecutor executor) {
            super(receiver);
            this.executor = executor;
        }

        @Override
        boolean isBackedUp() {
            return false;
        }

        @Override
        void send(ControlSection section) {
            executor.send(section);
        }
    }
}

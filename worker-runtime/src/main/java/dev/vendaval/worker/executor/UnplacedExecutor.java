package dev.vendaval.worker.executor;

import dev.vendaval.worker.exchange.ControlSection;
import dev.vendaval.worker.exchange.DataSection;
import dev.vendaval.worker.exchange.RemoteExecutor;
import java.util.List;

/** An executor that no worker runs, for want of a slot: it never gives credit, so whoever feeds it waits. */
enum UnplacedExecutor implements RemoteExecutor {
    INSTANCE;

    @Override
    public long creditTuples() {
        return 0;
    }

    @Override
    public boolean isReady() {
        return false;
    }

    @Override
    public void send(DataSection section) {
        throw new IllegalStateException("nobody runs the receiver of " + section);
    }

    @Override
    public int sendWithinCredit(List<DataSection> sections) {
        return 0;
    }

    /** Nobody waits for it. */
    @Override
    public void end(DataSection marker) {}

    /** Nothing there waits for it. */
    @Override
    public void send(ControlSection section) {}

    @Override
    public long touchBit() {
        return 0;
    }

    @Override
    public void wakeOnCredit(Runnable wake) {}
}

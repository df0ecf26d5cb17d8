package dev.vendaval.client;

import dev.vendaval.api.SubmitException.Code;
import dev.vendaval.protocol.service.Caller;
import dev.vendaval.protocol.service.NimbusService;
import dev.vendaval.protocol.service.ServiceException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Looks every second whether a topology is still there, on a thread of its own until it is gone or the watch is closed. A
 * Nimbus that does not answer says nothing about the topology.
 */
final class TopologyWatch implements AutoCloseable {
    private static final long LOOK_MILLIS = 1_000;

    /** For the last lines of its workers to come. */
    private static final long AFTERMATH_MILLIS = 1_000;

    private final NimbusService nimbus;
    private final Caller caller;
    private final String name;
    private final String topologyId;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean gone;

    private TopologyWatch(NimbusService nimbus, Caller caller, String name, String topologyId) {
        this.nimbus = nimbus;
        this.caller = caller;
        this.name = name;
        this.topologyId = topologyId;
    }

    static TopologyWatch start(NimbusService nimbus, Caller caller, String name, String topologyId) {
        TopologyWatch watch = new TopologyWatch(nimbus, caller, name, topologyId);
        Thread thread = new Thread(watch::run, "watch-" + name);
        thread.setDaemon(true);
        thread.start();
        return watch;
    }

    /** Whether it has been gone for a little while; any thread. */
    boolean isGone() {
        return gone;
    }

    private void run() {
        try {
            while (!closed.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                if (!isThere()) {
                    gone = !closed.await(AFTERMATH_MILLIS, TimeUnit.MILLISECONDS);
                    return;
                }
            }
        } catch (InterruptedException e) {
            // Nobody has this thread but the JVM, which is ending.
            Thread.currentThread().interrupt();
        }
    }

    private boolean isThere() {
        try {
            return nimbus.info(caller, name).id().equals(topologyId);
        } catch (ServiceException e) {
            return e.code() != Code.NOT_FOUND;
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }
}

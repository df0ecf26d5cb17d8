package dev.vendaval.tests.simulation;

import dev.vendaval.nimbus.leadership.NimbusClock;
import dev.vendaval.protocol.state.ClusterState;
import dev.vendaval.protocol.state.Registration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;

/**
 * One life of a daemon: it may be killed, or stopped for a while in the middle of anything, be cut off from the cluster
 * state, and lose its session there. What happens to it while it is stopped happens when it is woken.
 */
abstract class SimulatedProcess implements NimbusClock {
    static final long SESSION = 10_000;
    private static final long FIRST_EPOCH_MS = 1_700_000_000_000L;

    final World world;
    final Connection connection;
    private final String name;
    private final List<Registration> session = new ArrayList<>();
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private boolean alive = true;
    private boolean stopped;
    private boolean busy;
    private long wallAhead;

    SimulatedProcess(World world, String name) {
        this.world = world;
        this.name = name;
        this.connection = new Connection(world, this);
        this.wallAhead = world.chance.between(-100_000_000, 100_000_000);
    }

    /** It has a new session and registers what others are to know. */
    abstract void register();

    /** It has lost its session and knows. */
    abstract void sessionLost();

    /** One turn of its owner thread. */
    abstract void turn();

    final boolean isAlive() {
        return alive;
    }

    final boolean isRunning() {
        return alive && !stopped;
    }

    final void begin() {
        register();
        turns();
    }

    private void turns() {
        world.time.after(
                world.chance.between(1, world.isSettling() ? 100 : 60),
                () -> deliver(() -> {
                    turn();
                    turns();
                }));
    }

    /** Happens now, once it is awake, or never; one thing at a time. */
    final void deliver(Runnable happening) {
        waiting.add(happening);
        while (!waiting.isEmpty() && alive && !stopped && !busy) {
            busy = true;
            try {
                waiting.remove().run();
            } finally {
                busy = false;
            }
        }
    }

    final void registered(Supplier<Registration> registration) {
        session.add(registration.get());
    }

    private void endSession() {
        List<Registration> ended = List.copyOf(session);
        session.clear();
        ended.forEach(Registration::close);
    }

    void kill() {
        if (alive) {
            alive = false;
            world.happened(name + " is killed");
            List<Registration> of = List.copyOf(session);
            world.time.after(world.chance.upTo((int) SESSION), () -> of.forEach(Registration::close));
        }
    }

    /** SIGSTOP for so long; past its session others take over, and it hears of that some time after it is woken. */
    final void stop(long millis) {
        if (!isRunning()) {
            return;
        }
        world.happened(name + " is stopped for " + millis + " ms");
        stopped = true;
        world.time.after(millis, () -> {
            stopped = false;
            world.happened(name + " is woken");
            deliver(() -> {});
        });
        awayFor(millis);
    }

    /** The same in the middle of what it is doing: the world goes on around it. */
    final void stopHere(long millis) {
        if (isRunning()) {
            stop(millis);
            world.time.runFor(millis);
        }
    }

    final void cut(long millis) {
        if (isRunning() && !connection.isCut()) {
            world.happened(name + " is cut off from the cluster state for " + millis + " ms");
            connection.cut(true);
            world.time.after(millis, () -> {
                connection.cut(false);
                deliver(this::turn);
            });
            awayFor(millis);
        }
    }

    private void awayFor(long millis) {
        if (millis <= SESSION) {
            return;
        }
        world.time.after(SESSION, () -> {
            if (alive) {
                endSession();
            }
        });
        world.time.after(
                millis + world.chance.upTo(2_000),
                () -> deliver(() -> {
                    endSession();
                    sessionLost();
                    register();
                }));
    }

    final void jumpWallClock(long millis) {
        wallAhead += millis;
    }

    @Override
    public final long epochMs() {
        return FIRST_EPOCH_MS + world.time.now() + wallAhead;
    }

    @Override
    public final long monotonicMs() {
        return world.time.now();
    }

    /** The cluster state as this process reaches it. */
    final ClusterState clusterState() {
        return connection;
    }

    @Override
    public final String toString() {
        return name;
    }
}

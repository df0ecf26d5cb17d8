package dev.vendaval.worker.link;

import dev.vendaval.protocol.frame.FrameConnection;
import dev.vendaval.protocol.frame.FrameListener;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Connections between simulated workers: frames keep their order on a connection and take their time; connections are cut,
 * with what is on them, and now and then a frame is lost or comes twice, which TCP would not do.
 */
public final class SimulatedNetwork {
    private static final long LONGEST_WAY = TimeUnit.MICROSECONDS.toNanos(500);
    private static final int ROOM = 6;

    /** Does something later, in simulated time. */
    public interface Scheduler {
        long now();

        void after(long nanos, Runnable task);
    }

    private final SplittableRandom random;
    private final Scheduler scheduler;
    private final Map<Integer, Host> hosts = new LinkedHashMap<>();
    private final List<End> ends = new ArrayList<>();

    /** Of 1,000 frames so many are lost, and as many come twice. */
    private int faultyFrames;

    public SimulatedNetwork(SplittableRandom random, Scheduler scheduler) {
        this.random = random;
        this.scheduler = scheduler;
    }

    public void faultyFrames(int ofThousand) {
        faultyFrames = ofThousand;
    }

    /** One process that has connections, as long as it lives. */
    static final class Host {
        private final int port;
        private boolean dead;
        private @Nullable SimulatedLinks links;

        private Host(int port) {
            this.port = port;
        }
    }

    /** A process begins to listen. */
    Host start(int port, SimulatedLinks links) {
        Host host = new Host(port);
        host.links = links;
        hosts.put(port, host);
        return host;
    }

    /** The process is gone: the others hear of it from the network a little later, perhaps after its last frames. */
    void kill(Host host) {
        host.dead = true;
        hosts.remove(host.port, host);
        for (End end : List.copyOf(ends)) {
            if (end.host == host) {
                end.vanish();
            }
        }
    }

    FrameConnection connect(Host from, int port, int kind, FrameListener listener) {
        End near = new End(from);
        near.listener = listener;
        Host target = hosts.get(port);
        scheduler.after(random.nextLong(LONGEST_WAY), () -> {
            if (near.closed || from.dead) {
                return;
            }
            if (target == null || target.dead) {
                near.over("connection refused");
                return;
            }
            End far = new End(target);
            near.other = far;
            far.other = near;
            ends.add(near);
            ends.add(far);
            far.listener = Objects.requireNonNull(target.links).accepted(kind, far);
            far.listener.ready();
            near.connected();
        });
        return near;
    }

    /** Cuts a connection between any two workers. */
    public void cutOne() {
        if (!ends.isEmpty()) {
            ends.get(random.nextInt(ends.size())).cut();
        }
    }

    public void cutAll() {
        List.copyOf(ends).forEach(End::cut);
    }

    private final class End implements FrameConnection {
        private final Host host;
        private FrameListener listener = new Nobody();
        private @Nullable End other;
        private boolean closed;
        private int underWay;
        private boolean wasFull;
        private long lastArrival;
        private final List<byte[]> beforeConnected = new ArrayList<>();

        End(Host host) {
            this.host = host;
        }

        void connected() {
            beforeConnected.forEach(this::sendNow);
            beforeConnected.clear();
            listener.ready();
        }

        @Override
        public boolean isReady() {
            wasFull |= underWay >= ROOM;
            return !closed && other != null && underWay < ROOM;
        }

        @Override
        public void admit() {}

        @Override
        public void send(byte[] frame) {
            if (closed || host.dead) {
                return;
            }
            if (other == null) {
                beforeConnected.add(frame);
            } else {
                sendNow(frame);
            }
        }

        private void sendNow(byte[] frame) {
            boolean mayFail =
                    frame[0] == FrameKind.DATA || frame[0] == FrameKind.CONTROL || frame[0] == FrameKind.RETURN;
            int copies = 1;
            if (mayFail && random.nextInt(1_000) < faultyFrames) {
                copies = random.nextBoolean() ? 0 : 2;
            }
            underWay++;
            for (int i = 0; i < Math.max(1, copies); i++) {
                boolean lost = copies == 0;
                boolean last = i == Math.max(1, copies) - 1;
                lastArrival = Math.max(lastArrival + 1, scheduler.now() + random.nextLong(LONGEST_WAY));
                scheduler.after(lastArrival - scheduler.now(), () -> arrive(frame, lost, last));
            }
        }

        private void arrive(byte[] frame, boolean lost, boolean last) {
            underWay -= last ? 1 : 0;
            End to = Objects.requireNonNull(other);
            if (!lost && !to.closed && !to.host.dead) {
                try {
                    to.listener.frame(frame);
                } catch (RuntimeException e) {
                    to.cut();
                }
            }
            if (wasFull && !closed && !host.dead) {
                wasFull = false;
                listener.ready();
            }
        }

        @Override
        public void close(String why) {
            if (closed) {
                return;
            }
            End to = other;
            long wait = Math.max(0, lastArrival - scheduler.now()) + 1;
            over(why);
            if (to != null) {
                scheduler.after(wait, () -> to.over(why));
            }
        }

        @Override
        public void abort(String why) {
            close(why);
        }

        /** It ends at once here and a little later there; what is under way is lost. */
        void cut() {
            End to = other;
            over("cut");
            if (to != null) {
                scheduler.after(random.nextLong(LONGEST_WAY), () -> to.over("cut"));
            }
        }

        /** This side's process is gone. */
        void vanish() {
            closed = true;
            ends.remove(this);
            End to = other;
            if (to != null) {
                long wait = random.nextBoolean() ? 0 : Math.max(0, lastArrival - scheduler.now()) + 1;
                scheduler.after(wait + random.nextLong(10 * LONGEST_WAY), () -> to.over("connection reset"));
            }
        }

        void over(String why) {
            if (!closed) {
                closed = true;
                ends.remove(this);
                if (!host.dead) {
                    scheduler.after(1, () -> {
                        if (!host.dead) {
                            listener.closed(why);
                        }
                    });
                }
            }
        }
    }

    private static final class Nobody implements FrameListener {
        @Override
        public void frame(byte[] frame) {}

        @Override
        public void ready() {}

        @Override
        public void closed(String why) {}
    }
}

package dev.vendaval.worker.link;

import dev.vendaval.protocol.config.HostPort;
import dev.vendaval.protocol.frame.FrameConnection;
import dev.vendaval.protocol.frame.FrameListener;
import dev.vendaval.protocol.frame.FrameServer;
import dev.vendaval.protocol.grpc.RpcFactory;
import dev.vendaval.protocol.report.Incarnation;
import dev.vendaval.protocol.service.Caller;
import dev.vendaval.protocol.state.WorkerSlot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A receiver that accepts every hello, keeps what comes, and returns only what the test wants. */
final class RawReceiver implements AutoCloseable {
    private static final String HOST = "127.0.0.1";
    private static final Incarnation SELF = new Incarnation(2, 1, 1);

    final Queue<byte[]> data = new ConcurrentLinkedQueue<>();
    private final AtomicInteger controlFrames = new AtomicInteger();
    final AtomicInteger controlLanes = new AtomicInteger();
    private final RpcFactory rpc = new RpcFactory(new Caller("test", HOST, "test"));
    private final FrameServer server;
    private volatile @Nullable FrameConnection control;

    RawReceiver() {
        try {
            server = rpc.serveLinks(
                    new HostPort(HOST, 0),
                    (kind, connection) -> new Call(Lane.ofCode((byte) kind), connection),
                    cause -> {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    WorkerSlot slot() {
        return new WorkerSlot(SELF.workerIndex(), "supervisor", HOST, server.port(), SELF.lease());
    }

    void sendReturn(ReturnFrame frame) {
        FrameConnection lane = control;
        if (lane == null) {
            throw new IllegalStateException("no control lane yet");
        }
        lane.send(frame.encode());
    }

    @Override
    public void close() {
        server.close();
        rpc.close();
    }

    private final class Call implements FrameListener {
        private final Lane lane;
        private final FrameConnection connection;
        private boolean greeted; // network thread

        Call(Lane lane, FrameConnection connection) {
            this.lane = lane;
            this.connection = connection;
        }

        @Override
        public void frame(byte[] message) {
            if (!greeted) {
                greeted = true;
                Hello hello = Hello.decode(message);
                connection.admit();
                connection.send(
                        new HelloReply.Accepted(Hello.PROTOCOL, SELF, hello.session(), 1, controlFrames.get() + 1)
                                .encode("secret"));
                if (lane == Lane.CONTROL) {
                    control = connection;
                    controlLanes.incrementAndGet();
                }
            } else if (lane == Lane.DATA) {
                data.add(message);
            } else if (message.length > 1) {
                controlFrames.incrementAndGet();
            }
        }

        @Override
        public void ready() {}

        @Override
        public void closed(String why) {}
    }
}

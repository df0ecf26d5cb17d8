package dev.vendaval.worker.link;

import dev.vendaval.protocol.config.HostPort;
import dev.vendaval.protocol.grpc.RpcFactory;
import dev.vendaval.protocol.report.Incarnation;
import dev.vendaval.protocol.service.Caller;
import dev.vendaval.protocol.state.WorkerSlot;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerServiceDefinition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A receiver that accepts every hello, keeps what comes, and returns only what the test wants. */
final class RawReceiver implements AutoCloseable {
    private static final String HOST = "127.0.0.1";
    private static final Incarnation SELF = new Incarnation(2, 1, 1);

    final Queue<byte[]> data = new ConcurrentLinkedQueue<>();
    final AtomicInteger controlLanes = new AtomicInteger();
    private final RpcFactory rpc = new RpcFactory(new Caller("test", HOST, "test"));
    private final Server server;
    private volatile @Nullable ServerCall<byte[], byte[]> control;

    RawReceiver() {
        ServerServiceDefinition service = ServerServiceDefinition.builder(LinkMethods.SERVICE)
                .addMethod(LinkMethods.DATA, (call, headers) -> new Call(Lane.DATA, call))
                .addMethod(LinkMethods.CONTROL, (call, headers) -> new Call(Lane.CONTROL, call))
                .build();
        try {
            server = rpc.server(new HostPort(HOST, 0), List.of(service));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    WorkerSlot slot() {
        return new WorkerSlot(SELF.workerIndex(), "supervisor", HOST, server.getPort(), SELF.lease());
    }

    void sendReturn(ReturnFrame frame) {
        ServerCall<byte[], byte[]> lane = control;
        if (lane == null) {
            throw new IllegalStateException("no control lane yet");
        }
        lane.sendMessage(frame.encode());
    }

    @Override
    public void close() {
        server.shutdownNow();
        rpc.close();
    }

    private final class Call extends ServerCall.Listener<byte[]> {
        private final Lane lane;
        private final ServerCall<byte[], byte[]> call;
        private boolean greeted; // network thread

        Call(Lane lane, ServerCall<byte[], byte[]> call) {
            this.lane = lane;
            this.call = call;
            call.sendHeaders(new Metadata());
            call.request(Integer.MAX_VALUE);
        }

        @Override
        public void onMessage(byte[] message) {
            if (!greeted) {
                greeted = true;
                Hello hello = Hello.decode(message);
                call.sendMessage(new HelloReply.Accepted(Hello.PROTOCOL, SELF, hello.session(), 1, 1).encode("secret"));
                if (lane == Lane.CONTROL) {
                    control = call;
                    controlLanes.incrementAndGet();
                }
            } else if (lane == Lane.DATA) {
                data.add(message);
            }
        }
    }
}

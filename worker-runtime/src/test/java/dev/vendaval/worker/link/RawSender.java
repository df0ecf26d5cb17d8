package dev.vendaval.worker.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vendaval.protocol.report.Incarnation;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A sender that says whatever the test wants, right or wrong. */
final class RawSender implements AutoCloseable {
    private final TestWorker receiver;
    private final Map<Lane, Call> calls = new EnumMap<>(Lane.class);

    RawSender(TestWorker receiver) {
        this.receiver = receiver;
    }

    static Hello hello(TestWorker receiver, Lane lane, Incarnation sender, long session) {
        return hello(receiver, lane, sender, session, 1);
    }

    static Hello hello(TestWorker receiver, Lane lane, Incarnation sender, long session, int attempt) {
        return new Hello(
                1,
                1,
                lane,
                TestWorker.SCHEMA,
                "topology-1",
                sender,
                receiver.incarnation(),
                session,
                attempt,
                1,
                1,
                List.of());
    }

    /** Opens a lane and returns what the receiver answered. */
    HelloReply open(Hello hello, String secret) throws InterruptedException {
        Call call = new Call(hello.lane());
        calls.put(hello.lane(), call);
        call.start(hello.encode(secret));
        byte[] reply = Objects.requireNonNull(call.next(), "no answer to the hello");
        return HelloReply.decode(reply, secret);
    }

    void openBoth(Incarnation sender, long session) throws InterruptedException {
        for (Lane lane : new Lane[] {Lane.CONTROL, Lane.DATA}) {
            assertThat(open(hello(receiver, lane, sender, session), "secret")).isInstanceOf(HelloReply.Accepted.class);
        }
    }

    void send(Lane lane, byte[] frame) {
        call(lane).send(frame);
    }

    Call call(Lane lane) {
        Call call = calls.get(lane);
        if (call == null) {
            throw new IllegalStateException("lane " + lane + " was not opened");
        }
        return call;
    }

    @Override
    public void close() {
        calls.values().forEach(Call::close);
    }

    final class Call extends ClientCall.Listener<byte[]> {
        private final ManagedChannel channel = receiver.rpc.channel(receiver.address());
        private final ClientCall<byte[], byte[]> call;
        private final BlockingQueue<byte[]> received = new LinkedBlockingQueue<>();
        final Queue<Status> ended = new ConcurrentLinkedQueue<>();

        Call(Lane lane) {
            call = channel.newCall(LinkMethods.of(lane), CallOptions.DEFAULT);
        }

        void start(byte[] hello) {
            call.start(this, new Metadata());
            call.request(Integer.MAX_VALUE);
            call.sendMessage(hello);
        }

        byte @Nullable [] next() throws InterruptedException {
            return received.poll(10, TimeUnit.SECONDS);
        }

        void send(byte[] frame) {
            if (ended.isEmpty()) {
                call.sendMessage(frame);
            }
        }

        void close() {
            call.cancel("test over", null);
            channel.shutdownNow();
        }

        @Override
        public void onMessage(byte[] message) {
            received.add(message);
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            ended.add(status);
        }
    }
}

package dev.vendaval.worker.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vendaval.protocol.frame.FrameConnection;
import dev.vendaval.protocol.frame.FrameListener;
import dev.vendaval.protocol.report.Incarnation;
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
        openBoth(sender, session, 1);
    }

    void openBoth(Incarnation sender, long session, int attempt) throws InterruptedException {
        for (Lane lane : new Lane[] {Lane.CONTROL, Lane.DATA}) {
            assertThat(open(hello(receiver, lane, sender, session, attempt), "secret"))
                    .isInstanceOf(HelloReply.Accepted.class);
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

    final class Call implements FrameListener {
        private final FrameConnection connection;
        private final BlockingQueue<byte[]> received = new LinkedBlockingQueue<>();
        final Queue<String> ended = new ConcurrentLinkedQueue<>();

        Call(Lane lane) {
            connection = receiver.rpc.connectLink(receiver.address(), lane.code(), this);
        }

        void start(byte[] hello) {
            connection.send(hello);
        }

        byte @Nullable [] next() throws InterruptedException {
            return received.poll(10, TimeUnit.SECONDS);
        }

        void send(byte[] frame) {
            if (ended.isEmpty()) {
                connection.send(frame);
            }
        }

        void close() {
            connection.abort("test over");
        }

        @Override
        public void frame(byte[] message) {
            received.add(message);
        }

        @Override
        public void ready() {}

        @Override
        public void closed(String why) {
            ended.add(why);
        }
    }
}

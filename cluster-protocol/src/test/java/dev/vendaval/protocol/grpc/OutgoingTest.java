package dev.vendaval.protocol.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.stub.CallStreamObserver;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OutgoingTest {
    private final FakeStream stream = new FakeStream();

    @Test
    void whileTheNetworkIsSlowOnlyTheNewestReportWaits() {
        Outgoing<String> outgoing = Outgoing.newest(stream);
        outgoing.send("a");
        stream.ready = false;
        outgoing.send("b");
        outgoing.send("c");
        outgoing.send("d");
        assertThat(stream.events).containsExactly("a");

        stream.ready = true;
        outgoing.ready();

        assertThat(stream.events).containsExactly("a", "d");
    }

    @Test
    void theFirstMessageIsNeverReplaced() {
        stream.ready = false;
        Outgoing<String> outgoing = Outgoing.newestAfter("hello", stream);
        outgoing.send("a");
        outgoing.send("b");

        stream.ready = true;
        outgoing.ready();

        assertThat(stream.events).containsExactly("hello", "b");
    }

    @Test
    void ordersWaitInOrderUpToTheLimit() {
        stream.ready = false;
        Outgoing<String> outgoing = Outgoing.all(stream, 2);

        assertThat(outgoing.send("a")).isTrue();
        assertThat(outgoing.send("b")).isTrue();
        assertThat(outgoing.send("c")).as("overflow is reported").isFalse();
        outgoing.complete();

        assertThat(stream.events).containsExactly("a", "b", "completed");
    }

    @Test
    void afterTheEndNothingIsSent() {
        Outgoing<String> outgoing = Outgoing.all(stream, 2);
        assertThat(outgoing.complete()).isTrue();
        assertThat(outgoing.complete()).isFalse();
        outgoing.send("late");
        outgoing.fail(new IllegalStateException("late"));
        outgoing.ready();

        assertThat(stream.events).containsExactly("completed");
    }

    private static final class FakeStream extends CallStreamObserver<String> {
        final List<String> events = new ArrayList<>();
        boolean ready = true;

        @Override
        public boolean isReady() {
            return ready;
        }

        @Override
        public void setOnReadyHandler(Runnable handler) {}

        @Override
        public void disableAutoInboundFlowControl() {}

        @Override
        public void request(int count) {}

        @Override
        public void setMessageCompression(boolean enable) {}

        @Override
        public void onNext(String message) {
            events.add(message);
        }

        @Override
        public void onError(Throwable cause) {
            events.add("failed");
        }

        @Override
        public void onCompleted() {
            events.add("completed");
        }
    }
}

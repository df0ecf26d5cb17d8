package dev.vendaval.protocol.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.vendaval.protocol.config.HostPort;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Frames over real sockets on loopback. */
@Timeout(60)
final class FrameNetworkTest {
    private static final int MAX_FRAME = 1 << 20;
    private static final int KIND = 1;
    private static final Duration SOON = Duration.ofSeconds(10);

    private final FrameNetwork here = new FrameNetwork(Runnable::run, MAX_FRAME);
    private final FrameNetwork there = new FrameNetwork(Runnable::run, MAX_FRAME);
    private final RecordingListener sender = new RecordingListener();
    private final RecordingListener receiver = new RecordingListener();
    private final Queue<FrameConnection> accepted = new ConcurrentLinkedQueue<>();
    private HostPort address = new HostPort("127.0.0.1", 1);

    @BeforeEach
    void listen() throws IOException {
        FrameServer server = there.listen(
                new HostPort("127.0.0.1", 0),
                (kind, connection) -> {
                    if (kind != KIND) {
                        throw new IllegalArgumentException("no kind " + kind);
                    }
                    connection.admit();
                    accepted.add(connection);
                    return receiver;
                },
                cause -> {});
        address = new HostPort("127.0.0.1", server.port());
    }

    @AfterEach
    void close() {
        here.close();
        there.close();
    }

    private FrameConnection connected() {
        FrameConnection connection = here.connect(address, KIND, sender);
        connection.admit();
        connection.send(new byte[] {1});
        await().atMost(SOON).until(() -> receiver.frames.size() == 1);
        receiver.frames.clear();
        return connection;
    }

    private FrameConnection serverSide() {
        return Objects.requireNonNull(accepted.peek(), "nothing was accepted");
    }

    @Test
    void framesOfAnySizeArriveWholeAndInOrderBothWays() {
        FrameConnection connection = here.connect(address, KIND, sender);
        connection.admit();
        SplittableRandom random = new SplittableRandom(5);
        List<byte[]> sent = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            byte[] frame = new byte[1 + random.nextInt(i % 10 == 0 ? MAX_FRAME : 2000)];
            random.nextBytes(frame);
            sent.add(frame);
            connection.send(frame);
        }
        await().atMost(SOON).until(() -> receiver.frames.size() == sent.size());
        assertThat(receiver.frames).containsExactlyElementsOf(sent);

        sent.forEach(serverSide()::send);

        await().atMost(SOON).until(() -> sender.frames.size() == sent.size());
        assertThat(sender.frames).containsExactlyElementsOf(sent);
    }

    @Test
    void aReceiverThatDoesNotReadMakesTheSenderUnreadyAndLaterReadyAgain() {
        FrameConnection connection = connected();
        await().atMost(SOON).until(connection::isReady);
        CountDownLatch hold = new CountDownLatch(1);
        receiver.holdAtFrame = hold;
        int sent = 0;
        while (connection.isReady()) {
            connection.send(new byte[100_000]);
            sent++;
        }
        int readies = sender.readies.get();

        hold.countDown();

        await().atMost(SOON).until(() -> sender.readies.get() > readies);
        assertThat(connection.isReady()).isTrue();
        int all = sent;
        await().atMost(SOON).until(() -> receiver.frames.size() == all);
    }

    @Test
    void theReasonOfAnEndReachesTheOtherSideAfterAllThatWasSent() {
        FrameConnection connection = connected();
        serverSide().send(new byte[500_000]);
        serverSide().close("enough");
        serverSide().send(new byte[] {9});

        await().atMost(SOON).until(() -> !sender.ends.isEmpty() && !receiver.ends.isEmpty());
        assertThat(sender.ends).containsExactly("enough");
        assertThat(receiver.ends).containsExactly("enough");
        assertThat(sender.frames).hasSize(1);
        assertThat(connection.isReady()).isFalse();
    }

    @Test
    void anAbortedConnectionEndsOnBothSides() {
        FrameConnection connection = connected();

        connection.abort("given up");

        await().atMost(SOON).until(() -> !sender.ends.isEmpty() && !receiver.ends.isEmpty());
        assertThat(sender.ends).containsExactly("given up");
        assertThat(receiver.ends).hasSize(1);
    }

    @Test
    void aListenerThatThrowsEndsItsConnection() {
        FrameConnection connection = connected();
        receiver.fault = new UnsupportedOperationException("faulty by the test");

        connection.send(new byte[] {1});

        await().atMost(SOON).until(() -> !sender.ends.isEmpty());
        assertThat(receiver.ends).hasSize(1).allSatisfy(why -> assertThat(why).contains("faulty by the test"));
    }

    @Test
    void anErrorOfAListenerEndsItsConnectionAndNoOther() {
        FrameConnection connection = connected();
        FrameConnection other = here.connect(address, KIND, new RecordingListener());
        await().atMost(SOON).until(() -> accepted.size() == 2);
        receiver.fault = new AssertionError("faulty by the test");

        connection.send(new byte[] {1});

        await().atMost(SOON).until(() -> !sender.ends.isEmpty());
        receiver.fault = null;
        other.send(new byte[] {2});
        await().atMost(SOON).until(() -> receiver.frames.size() == 1);
    }

    @Test
    void aThreadThatWasInterruptedSendsLikeOthers() {
        FrameConnection connection = connected();
        Thread.currentThread().interrupt();
        try {
            connection.send(new byte[] {7});
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }

        await().atMost(SOON).until(() -> receiver.frames.size() == 1);
        assertThat(sender.ends).isEmpty();
    }

    @Test
    void nobodyListeningIsTold() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            address = new HostPort("127.0.0.1", free.getLocalPort());
        }
        FrameConnection connection = here.connect(address, KIND, sender);

        await().atMost(SOON).until(() -> !sender.ends.isEmpty());
        assertThat(sender.ends).allSatisfy(why -> assertThat(why).contains("cannot connect to " + address));
        assertThat(connection.isReady()).isFalse();
    }

    @Test
    void aPortInUseIsSaid() {
        assertThatThrownBy(() -> here.listen(address, (kind, connection) -> receiver, cause -> {}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot listen on " + address);
    }

    @Test
    void whoeverDoesNotSpeakTheProtocolIsDisconnected() throws IOException {
        assertDisconnected("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        assertDisconnected(
                ByteBuffer.allocate(8).put(Preamble.of(KIND)).put(4, (byte) 9).array());
        assertDisconnected(Preamble.of(5));
        assertDisconnected(ByteBuffer.allocate(12)
                .put(Preamble.of(KIND))
                .putInt(MAX_FRAME + 1)
                .array());
        assertDisconnected(
                ByteBuffer.allocate(12).put(Preamble.of(KIND)).putInt(0).array());
        assertThat(receiver.frames).isEmpty();
    }

    private void assertDisconnected(byte[] said) throws IOException {
        try (Socket socket = new Socket(address.host(), address.port())) {
            socket.setSoTimeout((int) SOON.toMillis());
            OutputStream out = socket.getOutputStream();
            out.write(said);
            InputStream in = socket.getInputStream();
            assertThat(in.read()).isEqualTo(-1);
        } catch (java.net.SocketException reset) {
            assertThat(reset).hasMessageContaining("reset");
        }
    }

    @Test
    void framesInSingleBytesArePutTogether() throws IOException {
        try (Socket socket = new Socket(address.host(), address.port())) {
            socket.setTcpNoDelay(true);
            OutputStream out = socket.getOutputStream();
            byte[] all = ByteBuffer.allocate(8 + 4 + 3)
                    .put(Preamble.of(KIND))
                    .putInt(3)
                    .put(new byte[] {1, 2, 3})
                    .array();
            for (byte each : all) {
                out.write(each);
                out.flush();
            }
            await().atMost(SOON).until(() -> receiver.frames.size() == 1);
            assertThat(receiver.frames.peek()).containsExactly(1, 2, 3);
        }
    }

    @Test
    void closingTheServerEndsItsConnectionsAndNothingNewIsAccepted() {
        connected();

        there.close();

        await().atMost(SOON).until(() -> !sender.ends.isEmpty());
        RecordingListener late = new RecordingListener();
        here.connect(address, KIND, late);
        await().atMost(SOON).until(() -> !late.ends.isEmpty());
    }
}

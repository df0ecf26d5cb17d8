package dev.vendaval.protocol.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vendaval.protocol.config.HostPort;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One connection at its limits, on the test's clock. */
@Timeout(60)
class SocketConnectionTest {
    private static final int MAX_FRAME = 1 << 20;
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Duration A_WHILE = Duration.ofMillis(600);

    private final AtomicLong clock = new AtomicLong(5);
    private final FrameNetwork network = new FrameNetwork(Runnable::run, MAX_FRAME, clock::get);
    private final RecordingListener here = new RecordingListener();
    private volatile RecordingListener there = new RecordingListener();
    private final Queue<FrameConnection> accepted = new ConcurrentLinkedQueue<>();
    private final List<AutoCloseable> resources = new ArrayList<>();
    private HostPort server = new HostPort("127.0.0.1", 1);

    @BeforeEach
    void listen() throws IOException {
        FrameServer listening = network.listen(
                new HostPort("127.0.0.1", 0),
                (kind, connection) -> {
                    accepted.add(connection);
                    return there;
                },
                cause -> {});
        server = new HostPort("127.0.0.1", listening.port());
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable resource : resources) {
            resource.close();
        }
        // Whatever still lingers has no time left.
        pass(60_000);
        network.close();
    }

    private <T extends AutoCloseable> T closedLater(T resource) {
        resources.add(resource);
        return resource;
    }

    private void pass(long ms) {
        clock.addAndGet(TimeUnit.MILLISECONDS.toNanos(ms));
    }

    /** To a server that accepts and never reads. */
    private FrameConnection toADeafServer() throws IOException {
        ServerSocket deaf = closedLater(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
        FrameConnection connection = network.connect(new HostPort("127.0.0.1", deaf.getLocalPort()), 1, here);
        closedLater(deaf.accept());
        await().atMost(SOON).until(connection::isReady);
        return connection;
    }

    private static void fill(FrameConnection connection) {
        while (connection.isReady()) {
            connection.send(new byte[100_000]);
        }
    }

    private void stillGoesOnThenEndsAfter(RecordingListener listener, long ms, String why) {
        pass(ms - 1);
        await().during(A_WHILE).atMost(SOON).until(listener.ends::isEmpty);
        // It may have begun only now, and the network thread looks at the time every 250 ms.
        pass(ms + 250);
        await().atMost(SOON).until(() -> !listener.ends.isEmpty());
        assertThat(listener.ends).hasSize(1).allSatisfy(said -> assertThat(said).contains(why));
    }

    @Test
    void aReasonThatNobodyReadsHasHalfASecond() throws IOException {
        FrameConnection connection = toADeafServer();
        fill(connection);
        connection.close("enough");

        stillGoesOnThenEndsAfter(here, 500, "enough");
    }

    @Test
    void aReasonThatHasLeftGivesTheOtherEndHalfASecondToClose() throws IOException {
        toADeafServer().close("enough");

        stillGoesOnThenEndsAfter(here, 500, "enough");
    }

    @Test
    void aConnectionThatIsNotAnsweredIsGivenUpAfter3Seconds() throws IOException {
        ServerSocket full = closedLater(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
        for (int i = 0; i < 8; i++) {
            SocketChannel one = closedLater(SocketChannel.open());
            one.configureBlocking(false);
            one.connect(full.getLocalSocketAddress());
        }
        network.connect(new HostPort("127.0.0.1", full.getLocalPort()), 1, here);

        stillGoesOnThenEndsAfter(here, 3_000, "CONNECTING");
    }

    @Test
    void whoeverConnectsAndDoesNotSayWhatForIsDisconnectedAfter10Seconds() throws IOException {
        Socket silent = closedLater(new Socket(server.host(), server.port()));
        silent.setSoTimeout((int) SOON.toMillis());
        silent.getOutputStream().write(Preamble.of(1), 0, 7);
        RecordingListener sees = readToEnd(silent);

        stillGoesOnThenEndsAfter(sees, 10_000, "end");
        assertThat(accepted).isEmpty();
    }

    private static RecordingListener readToEnd(Socket socket) {
        RecordingListener listener = new RecordingListener();
        Thread reading = new Thread(
                () -> {
                    try (InputStream in = socket.getInputStream()) {
                        listener.closed(in.read() < 0 ? "end" : "more");
                    } catch (IOException reset) {
                        listener.closed("end: " + reset);
                    }
                },
                "reading");
        reading.setDaemon(true);
        reading.start();
        return listener;
    }

    @Test
    void moreThanTheLimitThatWaitsEndsTheConnection() throws IOException {
        FrameConnection connection = toADeafServer();
        byte[] frame = new byte[MAX_FRAME];
        long sent = 0;
        while (here.ends.isEmpty() && sent < 2 * FrameWriter.UNSENT_LIMIT) {
            connection.send(frame);
            sent += frame.length;
        }

        await().atMost(SOON).until(() -> !here.ends.isEmpty());
        assertThat(here.ends).allSatisfy(why -> assertThat(why).contains("does not take"));
    }

    @Test
    void aStrangersFrameHas64KiBAtMostAndAnAdmittedOnesMore() throws IOException {
        FrameConnection stranger = network.connect(server, 1, here);
        byte[] largest = new byte[FrameAssembler.STRANGER_FRAME_BYTES];
        stranger.send(largest);
        await().atMost(SOON).until(() -> there.frames.size() == 1);

        FrameConnection admitting = Objects.requireNonNull(accepted.peek());
        admitting.admit();
        stranger.send(new byte[MAX_FRAME]);
        await().atMost(SOON).until(() -> there.frames.size() == 2);

        network.connect(server, 1, here).send(new byte[largest.length + 1]);
        await().atMost(SOON).until(() -> !there.ends.isEmpty());
        assertThat(there.ends).hasSize(1).allSatisfy(why -> assertThat(why).contains("65537 bytes"));
        assertThat(there.frames).hasSize(2);
    }

    @Test
    void theOldestOfTooManyStrangersIsDisconnected() throws IOException {
        FrameConnection worker = network.connect(server, 1, new RecordingListener());
        await().atMost(SOON).until(() -> accepted.size() == 1);
        Objects.requireNonNull(accepted.peek()).admit();
        network.connect(server, 1, here);
        await().atMost(SOON).until(() -> accepted.size() == 2);
        for (int i = 0; i < Strangers.MOST - 1; i++) {
            closedLater(new Socket(server.host(), server.port()));
        }
        assertThat(here.ends).isEmpty();

        closedLater(new Socket(server.host(), server.port()));

        await().atMost(SOON).until(() -> !here.ends.isEmpty());
        assertThat(there.ends).hasSize(1).allSatisfy(why -> assertThat(why).contains("not shown who they are"));
        worker.send(new byte[] {1});
        await().atMost(SOON).until(() -> there.frames.size() == 1);
    }

    /** Senders on several threads while another thread ends the connection: what arrives of each is a beginning, whole. */
    private void sendersAgainst(boolean abort) throws InterruptedException {
        int senders = 3;
        for (int round = 0; round < 40; round++) {
            RecordingListener receiver = new RecordingListener();
            there = receiver;
            here.ends.clear();
            accepted.clear();
            FrameConnection connection = network.connect(server, 1, here);
            AtomicInteger sent = new AtomicInteger();
            List<Thread> threads = new ArrayList<>();
            for (int sender = 0; sender < senders; sender++) {
                int number = sender;
                threads.add(new Thread(() -> sendUntilEnded(connection, number, sent), "sender " + sender));
            }
            threads.forEach(Thread::start);
            int enough = round * 5;
            await().pollInterval(Duration.ofMillis(1))
                    .atMost(SOON)
                    .until(() -> sent.get() >= enough && !accepted.isEmpty());
            if (abort) {
                connection.abort("over");
            } else {
                connection.close("over");
            }
            for (Thread thread : threads) {
                thread.join();
            }
            await().pollInterval(Duration.ofMillis(1)).atMost(SOON).until(() -> !here.ends.isEmpty());
            await().pollInterval(Duration.ofMillis(1)).atMost(SOON).until(() -> !receiver.ends.isEmpty() || abort);
            assertThat(here.ends).containsExactly("over");
            if (!abort) {
                assertThat(receiver.ends).containsExactly("over");
            }
            int[] next = new int[senders];
            for (byte[] frame : receiver.frames) {
                ByteBuffer in = ByteBuffer.wrap(frame);
                assertThat(in.getInt(4)).isEqualTo(next[in.getInt(0)]++);
            }
        }
    }

    private static void sendUntilEnded(FrameConnection connection, int number, AtomicInteger sent) {
        for (int i = 0; i < 2_000; i++) {
            byte[] frame = new byte[8 + i % 5_000];
            ByteBuffer.wrap(frame).putInt(number).putInt(i);
            connection.send(frame);
            sent.incrementAndGet();
        }
    }

    @Test
    void sendersAgainstACloseLeaveWholeFramesInOrderAndThenTheReason() throws InterruptedException {
        sendersAgainst(false);
    }

    @Test
    void sendersAgainstAnAbortLeaveWholeFramesInOrder() throws InterruptedException {
        sendersAgainst(true);
    }

    @Test
    void aSocketThatCannotBeSetUpIsClosedWithItsConnection() throws IOException {
        NetworkThread thread = network.nextThread();
        // A socket of this family has no TCP_NODELAY.
        SocketChannel came = closedLater(SocketChannel.open(StandardProtocolFamily.UNIX));
        SocketChannel made = closedLater(SocketChannel.open(StandardProtocolFamily.UNIX));

        SocketConnection.outgoing(thread, "to a test", 1, MAX_FRAME, here)
                .connect(made, new InetSocketAddress(server.host(), server.port()));
        SocketConnection.outgoing(thread, "to a test", 1, MAX_FRAME, here).open(came);

        assertThat(came.isOpen()).isFalse();
        assertThat(made.isOpen()).isFalse();
        await().atMost(SOON).until(() -> here.ends.size() == 2);
    }
}

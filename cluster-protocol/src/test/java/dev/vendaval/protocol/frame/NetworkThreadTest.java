package dev.vendaval.protocol.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vendaval.protocol.config.HostPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of network threads and servers when something below or above them fails. */
@Timeout(60)
class NetworkThreadTest {
    private static final HostPort ANY = new HostPort("127.0.0.1", 0);
    private static final Duration SOON = Duration.ofSeconds(10);

    private final AtomicLong clock = new AtomicLong();
    private final FrameNetwork network = new FrameNetwork(Runnable::run, 1 << 20, clock::get);
    private final RecordingListener here = new RecordingListener();
    private final RecordingListener there = new RecordingListener();
    private final Queue<Throwable> deaths = new ConcurrentLinkedQueue<>();

    @AfterEach
    void close() {
        network.close();
    }

    @Test
    void aThreadThatAFaultEndsIsToldOfEndsItsConnectionsAndIsReplaced() throws IOException {
        FrameServer server = network.listen(ANY, (kind, connection) -> there, deaths::add);
        HostPort address = new HostPort("127.0.0.1", server.port());
        FrameConnection connection = network.connect(address, 1, here);
        await().atMost(SOON).until(connection::isReady);
        AssertionError fault = new AssertionError("faulty by the test");

        network.nextThread().execute(() -> {
            throw fault;
        });

        await().atMost(SOON).until(() -> !deaths.isEmpty());
        assertThat(deaths).containsExactly(fault);
        assertThat(here.ends).hasSize(1);
        RecordingListener again = new RecordingListener();
        FrameServer next = network.listen(ANY, (kind, accepted) -> there, deaths::add);
        network.connect(new HostPort("127.0.0.1", next.port()), 1, again).send(new byte[] {1});
        await().atMost(SOON).until(() -> there.frames.size() == 1);
    }

    /** A source that fails so often before it works. */
    private static final class FailingSource implements ListeningServer.Source {
        final AtomicInteger calls = new AtomicInteger();
        private final ServerSocketChannel channel;
        private final int failures;

        FailingSource(ServerSocketChannel channel, int failures) {
            this.channel = channel;
            this.failures = failures;
        }

        @Override
        public @Nullable SocketChannel accept() throws IOException {
            if (calls.incrementAndGet() <= failures) {
                throw new IOException("Too many open files");
            }
            return channel.accept();
        }
    }

    private FailingSource listen(int failures, Supplier<NetworkThread> networks) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open();
        channel.configureBlocking(false);
        channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        FailingSource source = new FailingSource(channel, failures);
        ListeningServer server = new ListeningServer(
                channel, source, networks, clock::get, 1 << 20, (kind, connection) -> there, deaths::add);
        server.start(network.nextThread());
        return source;
    }

    private static Socket connect(FailingSource source) throws IOException {
        return new Socket(
                InetAddress.getLoopbackAddress(), source.channel.socket().getLocalPort());
    }

    @Test
    void aServerThatCannotAcceptRestsInsteadOfAskingOnAndOn() throws IOException {
        FailingSource source = listen(2, network::nextThread);
        try (Socket waiting = connect(source)) {
            waiting.getOutputStream().write(Preamble.of(1));
            waiting.getOutputStream().write(new byte[] {0, 0, 0, 1, 7});
            await().during(Duration.ofMillis(400)).atMost(SOON).until(() -> source.calls.get() <= 1);

            pass(100);
            await().atMost(SOON).until(() -> source.calls.get() == 2);
            assertThat(there.frames).isEmpty();

            pass(100);
            await().atMost(SOON).until(() -> there.frames.size() == 1);
        }
    }

    @Test
    void aConnectionForWhichThereIsNoThreadIsClosed() throws IOException {
        FailingSource source = listen(0, () -> {
            throw new IllegalStateException("no thread by the test");
        });
        try (Socket refused = connect(source)) {
            refused.setSoTimeout((int) SOON.toMillis());
            assertThat(refused.getInputStream().read()).isEqualTo(-1);
        }
    }

    private void pass(long ms) {
        // More than the thread's own look at the time needs.
        clock.addAndGet(TimeUnit.MILLISECONDS.toNanos(ms + 250));
    }
}

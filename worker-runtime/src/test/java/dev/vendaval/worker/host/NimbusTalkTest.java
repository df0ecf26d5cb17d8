package dev.vendaval.worker.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vendaval.protocol.config.HostPort;
import dev.vendaval.protocol.grpc.RpcFactory;
import dev.vendaval.protocol.report.Incarnation;
import dev.vendaval.protocol.service.Caller;
import dev.vendaval.protocol.service.NimbusAddressFile;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** When a worker without a supervisor asks which Nimbus: real connections, times from the test. */
@Timeout(60)
@Tag("F3")
class NimbusTalkTest {
    private static final int PORT = 6700;
    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

    @TempDir
    private Path directory;

    private final LinkedBlockingQueue<HostEvent> events = new LinkedBlockingQueue<>();
    private final RpcFactory rpc = new RpcFactory(new Caller("test", "127.0.0.1", "test"));
    private final FakeSupervisor leader = new FakeSupervisor(0);
    private HostPort gone;
    private NimbusTalk talk;

    @BeforeEach
    void begin() throws Exception {
        try (FakeSupervisor former = new FakeSupervisor(0)) {
            gone = former.address();
        }
        Files.writeString(
                NimbusAddressFile.in(directory), NimbusAddressFile.text(List.of(gone, leader.address())) + "\n");
        talk = new NimbusTalk(
                new WorkerOptions(
                        gone,
                        "talk-1",
                        "127.0.0.1",
                        PORT,
                        new Incarnation(0, 1, 1),
                        ProcessHandle.current().pid(),
                        directory,
                        rpc,
                        WorkerClock.system(),
                        UserLoaders.ofArtifacts(Objects.requireNonNull(NimbusTalkTest.class.getClassLoader())),
                        List::of,
                        false,
                        end -> {}),
                events::add);
    }

    @AfterEach
    void end() {
        talk.close();
        leader.close();
        rpc.close();
    }

    private void awaitLeft(long now) throws InterruptedException {
        HostEvent event =
                Objects.requireNonNull(events.poll(30, TimeUnit.SECONDS), "nothing was heard of the one gone");
        assertThat(event).isInstanceOf(HostEvent.NimbusLeft.class);
        talk.left((HostEvent.NimbusLeft) event, now);
    }

    @Test
    void afterOneThatIsGoneTheNextIsAskedAtOnce() throws Exception {
        talk.onTime(true, true, 0);
        awaitLeft(MILLI);
        talk.onTime(true, true, MILLI);
        await().until(() -> leader.isConnected(PORT));
    }

    @Test
    void whenAllHaveBeenAskedItWaits() throws Exception {
        Files.writeString(NimbusAddressFile.in(directory), NimbusAddressFile.text(List.of(gone)) + "\n");
        talk.onTime(true, true, 0);
        awaitLeft(MILLI);
        assertThat(talk.onTime(true, true, MILLI)).isEqualTo(MILLI + NimbusTalk.RETRY_NANOS);
    }

    @Test
    void theFirstIsAskedAfterTheGrace() {
        long grace = NimbusTalk.GRACE_NANOS;
        assertThat(talk.onTime(true, false, 0)).isEqualTo(grace);
        assertThat(talk.onTime(true, false, grace - 1)).isEqualTo(grace);
        assertThat(talk.onTime(true, false, grace)).isEqualTo(grace + NimbusTalk.SILENCE_NANOS);
        assertThat(talk.onTime(false, false, grace + 1)).as("not needed").isGreaterThan(grace);
        assertThat(talk.onTime(true, false, 2 * grace)).as("needed anew").isEqualTo(3 * grace);
    }

    @Test
    void oneThatDoesNotAnswerIsLeftInTimeForTheNext() throws Exception {
        try (ServerSocket mute = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
            HostPort silent = new HostPort("127.0.0.1", mute.getLocalPort());
            Files.writeString(
                    NimbusAddressFile.in(directory), NimbusAddressFile.text(List.of(silent, leader.address())) + "\n");
            long patience = talk.onTime(true, true, 0);
            assertThat(2 * patience).isLessThan(Isolation.LIMIT_NANOS);
            talk.onTime(true, true, patience);
            await().until(() -> leader.isConnected(PORT));
        }
    }
}

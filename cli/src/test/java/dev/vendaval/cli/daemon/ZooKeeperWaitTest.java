package dev.vendaval.cli.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vendaval.cli.console.CommandFailure;
import dev.vendaval.cli.console.Session;
import dev.vendaval.protocol.config.ZooKeeperSettings;
import dev.vendaval.protocol.state.ClusterState;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ZooKeeperWaitTest {
    private final PrintStream terminal = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);

    @Test
    void aDaemonToldToStopInTheMiddleOfAnAttemptDoesNotWaitForItsEnd() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                Foreground foreground = Foreground.enter()) {
            String server = "127.0.0.1:" + silent.getLocalPort();
            AtomicReference<Throwable> outcome = new AtomicReference<>();
            Thread daemon = new Thread(() -> outcome.set(failureOf(foreground, server)), "main of a daemon");
            daemon.start();
            try (Socket attempt = silent.accept()) {
                assertThat(attempt.isConnected()).isTrue();
                foreground.stopNow();

                // An attempt takes ten seconds.
                await().atMost(Duration.ofSeconds(6)).until(() -> !daemon.isAlive());
            }
            assertThat(outcome.get())
                    .isInstanceOf(CommandFailure.class)
                    .hasMessageContaining("stopped while waiting for ZooKeeper at " + server);
        }
    }

    @Test
    void aDaemonToldToStopBeforeItsFirstAttemptMakesNoSecond() throws Exception {
        try (Foreground foreground = Foreground.enter()) {
            foreground.stopNow();

            assertThat(failureOf(foreground, "127.0.0.1:1"))
                    .isInstanceOf(CommandFailure.class)
                    .hasMessageContaining("stopped while waiting for ZooKeeper at 127.0.0.1:1");
        }
    }

    private Throwable failureOf(Foreground foreground, String server) {
        Session session = new Session(terminal, terminal, Map.of());
        ZooKeeperSettings settings = new ZooKeeperSettings(List.of(server), "/vendaval", Duration.ofSeconds(10));
        try (ClusterState unexpected = ZooKeeperWait.connect(session, foreground, settings)) {
            return new AssertionError(unexpected + " is connected");
        } catch (CommandFailure e) {
            return e;
        }
    }
}

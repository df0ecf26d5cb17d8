package dev.vendaval.tests.rules.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vendaval.tests.harness.Cli;
import dev.vendaval.tests.harness.Daemon;
import dev.vendaval.tests.harness.Distribution;
import dev.vendaval.tests.harness.ProcessCluster;
import dev.vendaval.tests.topologies.Records;
import dev.vendaval.tests.topologies.lifecycle.Probe;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Several hosts by configuration files, as docs/operations.md describes: ZooKeeper and Nimbus on 127.0.0.1, supervisors
 * with the same ports on 127.0.0.2 and 127.0.0.3, and a client that knows Nimbus only.
 */
class SeveralHostsIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String NAME = "over-there";
    private static final int CONNECT_MILLIS = 1_000;

    @Test
    void aTopologyRunsAcrossHostsThatOnlyListenOnTheirOwnAddresses() throws Exception {
        Path parent = Files.createDirectories(Path.of("target", "clusters").toAbsolutePath());
        Path directory = Files.createTempDirectory(parent, "hosts");
        try (Daemon zooKeeper = Daemon.start(
                "zookeeper", directory, write(directory, "zookeeper"), List.of(), "dev-zookeeper", "--port", "0")) {
            String common = "zookeeper.servers: [\"" + zooKeeper.address() + "\"]";
            Path ofNimbus = write(directory, "nimbus", common, "nimbus.host: 127.0.0.1", "nimbus.port: 0");
            try (Daemon nimbus = Daemon.start("nimbus", directory, ofNimbus, List.of(), "nimbus")) {
                String seeds = "nimbus.seeds: [\"" + nimbus.address() + "\"]";
                Path second = ofSupervisor(directory, common, seeds, "127.0.0.2");
                Path third = ofSupervisor(directory, common, seeds, "127.0.0.3");
                Path client = directory.resolve("client.yaml");
                Files.writeString(client, seeds + "\n");
                try (Daemon two = Daemon.start("two", directory, second, List.of(), "supervisor");
                        Daemon three = Daemon.start("three", directory, third, List.of(), "supervisor")) {
                    assertThat(two.address()).startsWith("127.0.0.2:");
                    assertThat(three.address()).startsWith("127.0.0.3:");
                    use(new Cli(List.of("--config", client.toString()), directory), directory);
                }
            }
        }
    }

    private static Path write(Path directory, String host, String... lines) throws IOException {
        Path own = Files.createDirectories(directory.resolve(host));
        Path file = own.resolve("vendaval.yaml");
        return Files.writeString(file, String.join("\n", lines) + "\nlocal.dir: " + own + "\n");
    }

    private static Path ofSupervisor(Path directory, String common, String seeds, String host) throws IOException {
        return write(
                directory,
                host,
                common,
                seeds,
                "supervisor.host: " + host,
                "supervisor.port: 0",
                "supervisor.slots.ports: [0]");
    }

    private static void use(Cli cli, Path directory) throws IOException {
        Map<String, Object> cluster = cli.run("--json", "cluster").ok().json();
        assertThat(hosts(cluster, "supervisors")).containsExactly("127.0.0.2", "127.0.0.3");
        assertThat(hosts(cluster, "nimbus")).containsExactly("127.0.0.1");

        cli.run(
                        "jar",
                        Distribution.testTopologies().toString(),
                        Probe.class.getName(),
                        NAME,
                        directory.toString(),
                        Probe.Mode.ACK.name(),
                        "2")
                .ok();
        await("every tuple acked across hosts")
                .atMost(SOON)
                .until(() -> Records.read(directory, "source").stream()
                                .filter(line -> line.startsWith("ack "))
                                .count()
                        == Probe.TUPLES);

        Map<String, Object> info = cli.run("--json", "info", NAME).ok().json();
        assertThat(hosts(info, "workers")).containsExactly("127.0.0.2", "127.0.0.3");
        assertThat(hosts(info, "executors")).containsExactly("127.0.0.2", "127.0.0.3");
        assertListensOnlyThere(ProcessCluster.element(info, "workers", "host", "127.0.0.2"));
        String logs = cli.run("logs", NAME).ok().out();
        assertThat(logs).contains("[source-").contains("[bolt-");
        cli.run("kill", NAME, "-w", "5").ok();
    }

    @SuppressWarnings("unchecked") // JSON objects
    private static List<String> hosts(Map<String, Object> document, String list) {
        return ((List<Map<String, Object>>) Objects.requireNonNull(document.get(list)))
                .stream()
                        .map(element -> String.valueOf(element.get("host")))
                        .sorted()
                        .collect(Collectors.toList());
    }

    private static void assertListensOnlyThere(Map<String, Object> worker) {
        int port = (Integer) Objects.requireNonNull(worker.get("port"));
        assertThat(isOpen("127.0.0.2", port)).isTrue();
        assertThat(isOpen("127.0.0.1", port))
                .as("the same port of another address")
                .isFalse();
    }

    private static boolean isOpen(String host, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}

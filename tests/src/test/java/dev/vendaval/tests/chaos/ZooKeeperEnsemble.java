package dev.vendaval.tests.chaos;

import static org.awaitility.Awaitility.await;

import dev.vendaval.protocol.config.FreePorts;
import dev.vendaval.protocol.config.HostPort;
import dev.vendaval.tests.harness.Distribution;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Three ZooKeeper servers as processes, from the jars of the distribution. Used by the thread of the test. */
final class ZooKeeperEnsemble implements AutoCloseable {
    private static final int SERVERS = 3;
    private static final int PORTS_OF_A_SERVER = 3;
    private static final int ANSWER_MILLIS = 1_000;
    private static final Duration SERVING = Duration.ofSeconds(40);
    private static final String LOGGING = """
            <configuration>
              <appender name="out" class="ch.qos.logback.core.ConsoleAppender">
                <encoder><pattern>%d{HH:mm:ss.SSS} %-5level [%thread] %logger{0}: %msg%n</pattern></encoder>
              </appender>
              <root level="INFO"><appender-ref ref="out"/></root>
            </configuration>
            """;

    private final List<Service> servers = new ArrayList<>();
    private final List<HostPort> addresses = new ArrayList<>();

    /** Starts all; they serve once {@link #awaitServing}. */
    static ZooKeeperEnsemble start(Path directory, Place place) throws IOException {
        ZooKeeperEnsemble ensemble = new ZooKeeperEnsemble();
        try {
            ensemble.launch(directory, place);
            return ensemble;
        } catch (IOException | RuntimeException e) {
            ensemble.close();
            throw e;
        }
    }

    private void launch(Path directory, Place place) throws IOException {
        List<Integer> ports = FreePorts.choose(SERVERS * PORTS_OF_A_SERVER, "127.0.0.1");
        StringBuilder peers = new StringBuilder();
        for (int server = 0; server < SERVERS; server++) {
            addresses.add(new HostPort(place.address(), ports.get(server)));
            peers.append("server.%d=%s:%d:%d%n"
                    .formatted(
                            server + 1, place.address(), ports.get(SERVERS + server), ports.get(2 * SERVERS + server)));
        }
        Path logging = Files.writeString(directory.resolve("zookeeper-logback.xml"), LOGGING);
        for (int server = 0; server < SERVERS; server++) {
            Path data = Files.createDirectories(directory.resolve("zookeeper-" + (server + 1)));
            Files.writeString(data.resolve("myid"), String.valueOf(server + 1));
            Path configuration =
                    Files.writeString(data.resolve("zoo.cfg"), configuration(addresses.get(server), data, peers));
            servers.add(Service.start(
                    "zookeeper-" + (server + 1), place.command(command(logging, configuration)), directory));
        }
    }

    private static String configuration(HostPort address, Path data, CharSequence peers) {
        return """
                tickTime=500
                initLimit=40
                syncLimit=10
                maxSessionTimeout=60000
                maxClientCnxns=0
                dataDir=%s
                clientPortAddress=%s
                clientPort=%d
                admin.enableServer=false
                4lw.commands.whitelist=srvr
                %s""".formatted(data, address.host(), address.port(), peers);
    }

    private static List<String> command(Path logging, Path configuration) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dvendaval.role=zookeeper",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx128m",
                "-Dlogback.configurationFile=" + logging,
                "-cp",
                Distribution.home().resolve("lib") + "/*",
                "org.apache.zookeeper.server.quorum.QuorumPeerMain",
                configuration.toString());
    }

    List<HostPort> addresses() {
        return addresses;
    }

    List<Service> servers() {
        return servers;
    }

    /** Waits until every server that is alive is part of a quorum. */
    void awaitServing() {
        await("every ZooKeeper server is part of the quorum")
                .atMost(SERVING)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> {
                    for (int server = 0; server < SERVERS; server++) {
                        if (servers.get(server).isAlive()
                                && !mode(addresses.get(server)).contains("Mode: ")) {
                            return false;
                        }
                    }
                    return true;
                });
    }

    /** The server that leads the others. */
    Service leader() {
        for (int server = 0; server < SERVERS; server++) {
            if (mode(addresses.get(server)).contains("Mode: leader")) {
                return servers.get(server);
            }
        }
        throw new AssertionError("no ZooKeeper server leads");
    }

    private static String mode(HostPort address) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address.host(), address.port()), ANSWER_MILLIS);
            socket.setSoTimeout(ANSWER_MILLIS);
            socket.getOutputStream().write("srvr".getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            return "does not answer: " + e.getMessage();
        }
    }

    @Override
    public void close() {
        servers.forEach(Service::close);
    }
}

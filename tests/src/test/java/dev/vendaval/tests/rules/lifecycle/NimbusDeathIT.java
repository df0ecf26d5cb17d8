package dev.vendaval.tests.rules.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vendaval.protocol.config.FreePorts;
import dev.vendaval.tests.harness.Cli;
import dev.vendaval.tests.harness.Daemon;
import dev.vendaval.tests.harness.Distribution;
import dev.vendaval.tests.topologies.Records;
import dev.vendaval.tests.topologies.lifecycle.Pulse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * ZooKeeper, two Nimbuses and a supervisor as processes: the leading Nimbus is killed (-9) while idle, during a submit and
 * during a kill; its disk is gone with it; then ZooKeeper is away for a while. The topology beats on all the time.
 */
@Tag("alone")
@Tag("F4")
class NimbusDeathIT {
    private static final Duration SOON = Duration.ofSeconds(40);
    /** Session time-out of 4 s, a second for the election, and a slow machine. */
    private static final Duration TAKE_OVER = Duration.ofSeconds(15);

    private final List<AutoCloseable> opened = new ArrayList<>();

    @Test
    void nothingAcceptedIsLostWhenNimbusesAndZooKeeperDie() throws Exception {
        Path parent = Files.createDirectories(Path.of("target", "clusters").toAbsolutePath());
        Path directory = Files.createTempDirectory(parent, "nimbus-death");
        int port = freePort();
        try {
            Daemon zooKeeper = zooKeeper(directory, port, "zookeeper");
            String common = "zookeeper.servers: [\"" + zooKeeper.address() + "\"]\nzookeeper.session.timeout: 4s";
            Daemon first = nimbus(directory, "one", common);
            Daemon second = nimbus(directory, "two", common);
            Path client = directory.resolve("client.yaml");
            Files.writeString(client, "nimbus.seeds: [\"" + first.address() + "\", \"" + second.address() + "\"]\n");
            Cli cli = new Cli(List.of("--config", client.toString()), directory);
            Path ofSupervisor =
                    write(directory, "sup", common, "supervisor.port: 0", "supervisor.slots.ports: [0, 0, 0]");
            keep(Daemon.start("sup", directory, ofSupervisor, List.of(), "supervisor"));
            submit(cli, directory, "alpha");
            String worker = beats(directory);

            // Idle. Its disk goes with it.
            assertThat(leader(cli)).isEqualTo(first.address());
            first.kill();
            delete(directory.resolve("one/nimbus"));
            long killed = System.nanoTime();
            assertThat(names(cli)).containsExactly("alpha");
            assertThat(Duration.ofNanos(System.nanoTime() - killed)).isLessThan(TAKE_OVER);
            assertThat(leader(cli)).isEqualTo(second.address());
            assertThat(beats(directory)).as("the same worker goes on").isEqualTo(worker);

            // During a submit: it comes back empty, gets the artifact, and takes over in the middle.
            first = nimbus(directory, "one", common + "\nnimbus.port: " + portOf(first.address()));
            Process submitting = cli.start(
                    directory.resolve("submit.out"),
                    directory.resolve("submit.err"),
                    "jar",
                    Distribution.testTopologies().toString(),
                    Pulse.class.getName(),
                    "beta",
                    Files.createDirectories(directory.resolve("beta")).toString());
            await("the submit is at Nimbus")
                    .atMost(SOON)
                    .until(() -> Files.readString(directory.resolve("two/logs/nimbus.log"))
                            .contains("submit of beta"));
            second.kill();
            assertThat(submitting.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(submitting.exitValue())
                    .as(Files.readString(directory.resolve("submit.err")))
                    .isZero();
            assertThat(names(cli)).containsExactly("alpha", "beta");
            beats(directory.resolve("beta"));

            // During a kill.
            nimbus(directory, "two", common + "\nnimbus.port: " + portOf(second.address()));
            Process killing =
                    cli.start(directory.resolve("kill.out"), directory.resolve("kill.err"), "kill", "beta", "-w", "2");
            Daemon leading = first;
            await("the kill is at Nimbus")
                    .atMost(SOON)
                    .until(() -> Files.readString(directory.resolve("one/logs/nimbus.log"))
                            .contains("kill of beta"));
            leading.kill();
            assertThat(killing.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(killing.exitValue())
                    .as(Files.readString(directory.resolve("kill.err")))
                    .isZero();
            assertThat(names(cli)).containsExactly("alpha");
            assertThat(beats(directory)).isEqualTo(worker);

            // ZooKeeper is away for longer than a session, then comes back.
            zooKeeper.kill();
            int before = Records.read(directory, "pulse").size();
            Cli.Result refused = cli.run("--timeout", "8", "deactivate", "alpha");
            assertThat(refused.exit()).isNotZero();
            assertThat(refused.err()).containsPattern("(?m)^error: no Nimbus").doesNotContain("\tat ");
            await("data flows on")
                    .atMost(SOON)
                    .until(() -> Records.read(directory, "pulse").size() > before + 60);
            zooKeeper(directory, port, "zookeeper-again");
            assertThat(names(cli)).containsExactly("alpha");
            assertThat(beats(directory)).isEqualTo(worker);
            cli.run("kill", "alpha", "-w", "1").ok();
        } finally {
            for (int last = opened.size() - 1; last >= 0; last--) {
                opened.get(last).close();
            }
        }
    }

    private Daemon keep(Daemon daemon) {
        opened.add(daemon);
        return daemon;
    }

    private Daemon zooKeeper(Path directory, int port, String name) throws IOException {
        Path own = write(directory, "zookeeper");
        return keep(Daemon.start(name, directory, own, List.of(), "dev-zookeeper", "--port", String.valueOf(port)));
    }

    private Daemon nimbus(Path directory, String name, String common) throws IOException {
        String port = common.contains("nimbus.port") ? "" : "nimbus.port: 0";
        return keep(Daemon.start(name, directory, write(directory, name, common, port), List.of(), "nimbus"));
    }

    private static Path write(Path directory, String host, String... lines) throws IOException {
        Path own = Files.createDirectories(directory.resolve(host));
        Path file = own.resolve("vendaval.yaml");
        return Files.writeString(file, String.join("\n", lines) + "\nlocal.dir: " + own + "\n");
    }

    private static int freePort() throws IOException {
        return FreePorts.choose(1, "127.0.0.1").get(0);
    }

    private static String portOf(String address) {
        return address.substring(address.lastIndexOf(':') + 1);
    }

    private static void submit(Cli cli, Path records, String name) {
        cli.run("jar", Distribution.testTopologies().toString(), Pulse.class.getName(), name, records.toString())
                .ok();
    }

    /** Waits for further tuples; returns the process that has them. */
    private static String beats(Path directory) {
        int before = Records.read(directory, "pulse").size();
        await("it beats")
                .atMost(SOON)
                .until(() -> Records.read(directory, "pulse").size() > before + 5);
        List<String> lines = Records.read(directory, "pulse");
        return lines.get(lines.size() - 2).split(" ", 2)[0];
    }

    @SuppressWarnings("unchecked") // JSON objects
    private static List<Map<String, Object>> rows(Cli cli, String command, String list) {
        Map<String, Object> document = cli.run("--json", command).ok().json();
        return (List<Map<String, Object>>) Objects.requireNonNull(document.get(list));
    }

    private static List<String> names(Cli cli) {
        return rows(cli, "list", "topologies").stream()
                .map(topology -> String.valueOf(topology.get("name")))
                .sorted()
                .toList();
    }

    private static String leader(Cli cli) {
        return rows(cli, "cluster", "nimbus").stream()
                .filter(nimbus -> Boolean.TRUE.equals(nimbus.get("leader")))
                .map(nimbus -> nimbus.get("host") + ":" + nimbus.get("port"))
                .findFirst()
                .orElse("none");
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}

package dev.vendaval.tests.rules.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vendaval.protocol.config.FreePorts;
import dev.vendaval.tests.harness.Cli;
import dev.vendaval.tests.harness.Daemon;
import dev.vendaval.tests.harness.Distribution;
import dev.vendaval.tests.topologies.Records;
import dev.vendaval.tests.topologies.lifecycle.Pulse;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Daemons that meet a full disk, damaged files, a wrong key, a port in use, no ZooKeeper: they say what and where. */
@Tag("F4")
class DaemonTroubleIT {
    private static final Duration SOON = Duration.ofSeconds(40);

    private Path directory = Path.of("");

    @BeforeEach
    void makeDirectory() throws IOException {
        Path parent = Files.createDirectories(Path.of("target", "clusters").toAbsolutePath());
        directory = Files.createTempDirectory(parent, "trouble");
    }

    private Path write(String host, Path localDir, String... lines) throws IOException {
        Path own = Files.createDirectories(directory.resolve(host));
        return Files.writeString(
                own.resolve("vendaval.yaml"),
                String.join("\n", lines) + "\nlocal.dir: " + localDir + "\nlog.dir: " + own.resolve("logs") + "\n");
    }

    private Daemon zooKeeper() throws IOException {
        return Daemon.start(
                "zookeeper",
                directory,
                write("zookeeper", directory.resolve("zookeeper")),
                List.of(),
                "dev-zookeeper",
                "--port",
                "0");
    }

    private Cli.Result refused(Path configuration, String command) {
        Cli.Result result = new Cli(List.of("--config", configuration.toString()), directory).run(command);
        assertThat(result.exit()).isNotZero();
        assertThat(result.err()).contains("error: ").doesNotContain("\tat ");
        return result;
    }

    @Test
    void aWrongKeyIsNamedWithItsFileAndTheNearestOne() throws Exception {
        for (String role : List.of("nimbus", "supervisor")) {
            Path file = write(role, directory, role + ".prot: 1");
            assertThat(refused(file, role).err()).contains(role + ".prot", role + ".port", file.toString());
        }
    }

    @Test
    void aPortInUseIsNamed() throws Exception {
        try (Daemon zooKeeper = zooKeeper();
                ServerSocket taken = new ServerSocket(0)) {
            for (String role : List.of("nimbus", "supervisor")) {
                Path file = write(
                        role,
                        directory.resolve(role),
                        "zookeeper.servers: [\"" + zooKeeper.address() + "\"]",
                        role + ".port: " + taken.getLocalPort());
                assertThat(refused(file, role).err())
                        .contains("127.0.0.1:" + taken.getLocalPort(), "in use", role + ".port");
            }
        }
    }

    @Test
    void aDamagedFileOfTheSupervisorIsNamed() throws Exception {
        try (Daemon zooKeeper = zooKeeper()) {
            Path file = write(
                    "supervisor",
                    directory.resolve("supervisor"),
                    "zookeeper.servers: [\"" + zooKeeper.address() + "\"]",
                    "supervisor.port: 0",
                    "supervisor.slots.ports: [0]");
            for (String damaged : List.of("id", "slots")) {
                Path kept = directory.resolve("supervisor/supervisor").resolve(damaged);
                Files.createDirectories(kept.getParent());
                Files.write(kept, new byte[] {(byte) 0xFF, (byte) 0xFE, 0, 1});
                assertThat(refused(file, "supervisor").err()).contains(kept.toString(), "damaged");
                Files.delete(kept);
            }
        }
    }

    @Test
    void aDaemonThatStartsBeforeZooKeeperSaysSoAndGoesOnOnceItIsThere() throws Exception {
        int port = FreePorts.choose(1, "127.0.0.1").get(0);
        Path file = write(
                "nimbus",
                directory.resolve("nimbus"),
                "zookeeper.servers: [\"127.0.0.1:" + port + "\"]",
                "nimbus.port: 0");
        Path out = directory.resolve("nimbus.out");
        Path err = directory.resolve("nimbus.err");
        Process nimbus = new Cli(List.of("--config", file.toString()), directory).start(out, err, "nimbus");
        try {
            await("it says that it waits")
                    .atMost(SOON)
                    .until(() -> Files.readString(err)
                            .contains("waiting for ZooKeeper: no ZooKeeper server reachable at 127.0.0.1:" + port));
            assertThat(nimbus.isAlive()).isTrue();
            assertThat(Files.readString(err)).doesNotContain("\tat ");
            Path ofZooKeeper = write("zookeeper", directory.resolve("zookeeper"));
            try (Daemon zooKeeper = Daemon.start(
                    "zookeeper", directory, ofZooKeeper, List.of(), "dev-zookeeper", "--port", String.valueOf(port))) {
                assertThat(zooKeeper.address()).endsWith(":" + port);
                await("it goes on")
                        .atMost(SOON)
                        .until(() -> Files.readString(out).contains("ready: nimbus "));
            }
        } finally {
            nimbus.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void aFullDiskRefusesWhatIsNewKeepsWhatWasAcceptedAndPasses() throws Exception {
        Path small = Files.createDirectories(directory.resolve("small"));
        assumeTrue(
                mount("-t", "tmpfs", "-o", "size=64k", "tmpfs", small.toString()) == 0,
                "skipped: mounting a tmpfs is not permitted here");
        try (Daemon zooKeeper = zooKeeper()) {
            String common = "zookeeper.servers: [\"" + zooKeeper.address() + "\"]";
            Path ofNimbus = write("nimbus", small.resolve("nimbus"), common, "nimbus.port: 0");
            Path ofSupervisor = write(
                    "supervisor",
                    small.resolve("supervisor"),
                    common,
                    "supervisor.port: 0",
                    "supervisor.slots.ports: [0]");
            try (Daemon nimbus = Daemon.start("nimbus", directory, ofNimbus, List.of(), "nimbus")) {
                Path client = directory.resolve("client.yaml");
                Files.writeString(client, "nimbus.seeds: [\"" + nimbus.address() + "\"]\n");
                Cli cli = new Cli(List.of("--config", client.toString()), directory);
                String[] submit = {
                    "jar",
                    "--no-wait",
                    Distribution.testTopologies().toString(),
                    Pulse.class.getName(),
                    "alpha",
                    directory.toString()
                };
                Cli.Result full = cli.run(submit);
                assertThat(full.exit()).isNotZero();
                assertThat(full.err())
                        .contains(
                                "No space left on device",
                                small.resolve("nimbus").toString())
                        .doesNotContain("\tat ");
                assertThat(cli.run("list").ok().out()).doesNotContain("alpha");

                // Nimbus has room now; the supervisor, which starts on what is left of it, has not.
                long jar = Files.size(Distribution.testTopologies()) / 1024;
                assertThat(remount(small, jar + 128)).isZero();
                cli.run(submit).ok();
                try (Daemon supervisor = Daemon.start("supervisor", directory, ofSupervisor, List.of(), "supervisor")) {
                    assertThat(supervisor.address()).isNotEmpty();
                    await("it says why nothing runs")
                            .atMost(SOON)
                            .until(() -> Files.readString(directory.resolve("supervisor/logs/supervisor.log"))
                                    .contains("No space left on device"));
                    assertThat(Files.readString(directory.resolve("supervisor/logs/supervisor.log")))
                            .contains(small.resolve("supervisor").toString());
                    assertThat(remount(small, 64 * 1024)).isZero();
                    await("it runs")
                            .atMost(SOON)
                            .until(() -> !Records.read(directory, "pulse").isEmpty());
                    cli.run("kill", "alpha", "-w", "1").ok();
                }
            }
        } finally {
            run("umount", "-l", small.toString());
        }
    }

    private static int mount(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("mount"));
        command.addAll(List.of(arguments));
        return run(command.toArray(String[]::new));
    }

    private static int remount(Path where, long kibibytes) throws Exception {
        return mount("-o", "remount,size=" + kibibytes + "k", where.toString());
    }

    private static int run(String... command) throws Exception {
        try {
            return new ProcessBuilder(command).inheritIO().start().waitFor();
        } catch (IOException e) {
            return -1; // there is no such command here
        }
    }
}

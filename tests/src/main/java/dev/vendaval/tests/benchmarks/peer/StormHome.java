package dev.vendaval.tests.benchmarks.peer;

import dev.vendaval.protocol.config.FreePorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A STORM_HOME for one run: the assembled jars by links, and a storm.yaml that says nothing but where everything is. Every
 * host has its own, and its own address: by one address Storm would take several supervisors for one host.
 * <pre>
 *   home/lib, lib-worker -> assembled      home/log4j2, extlib, conf/storm.yaml, conf-2/storm.yaml, ...
 *   logs/    local/    local-2/ ...    zookeeper/
 * </pre>
 */
final class StormHome {
    /** What is assembled, below the directory in which it is: the workloads, and Storm's jars. */
    static final String TOPOLOGIES = "target/topology.jar";

    static final String JARS = "target/home";

    private static final int SLOTS = 4;
    /** ZooKeeper's and Nimbus's. */
    private static final int CONTROL_PORTS = 2;

    /** A supervisor's own and its slots'. */
    private static final int HOST_PORTS = 1 + SLOTS;

    private final Path directory;
    private final Path home;
    private final Path topologies;
    private final List<Integer> ports;

    private StormHome(Path directory, Path assembled, int hosts) throws IOException {
        this.directory = directory;
        this.home = directory.resolve("home");
        this.topologies = assembled.resolve(TOPOLOGIES);
        this.ports = FreePorts.choose(CONTROL_PORTS + hosts * HOST_PORTS, "127.0.0.1");
    }

    /**
     * Makes it.
     *
     * @param assembled the directory in which {@code tests/benchmarks/peers/assemble} assembled Storm
     * @param hosts on each of which there is to be a supervisor; the first is 127.0.0.1
     */
    static StormHome create(Path directory, Path assembled, int hosts) throws IOException {
        StormHome made = new StormHome(directory.toAbsolutePath(), assembled.toAbsolutePath(), hosts);
        Path jars = assembled.toAbsolutePath().resolve(JARS);
        Files.createDirectories(made.home.resolve("extlib"));
        Files.createDirectories(made.home.resolve("log4j2"));
        Files.createDirectories(made.logs());
        for (String libraries : List.of("lib", "lib-worker")) {
            Files.createSymbolicLink(made.home.resolve(libraries), jars.resolve(libraries));
        }
        for (String logging : List.of("cluster.xml", "worker.xml")) {
            Files.copy(
                    assembled.resolve("home/log4j2").resolve(logging),
                    made.home.resolve("log4j2").resolve(logging));
        }
        for (int host = 1; host <= hosts; host++) {
            Files.createDirectories(made.configuration(host));
            Files.write(made.configuration(host).resolve("storm.yaml"), made.yaml(host));
        }
        return made;
    }

    private List<String> yaml(int host) {
        int slots = CONTROL_PORTS + (host - 1) * HOST_PORTS + 1;
        return List.of(
                "storm.zookeeper.servers: [\"127.0.0.1\"]",
                "storm.zookeeper.port: " + zooKeeperPort(),
                "storm.local.hostname: \"127.0.0." + host + "\"",
                "nimbus.seeds: [\"127.0.0.1\"]",
                "nimbus.thrift.port: " + nimbusPort(),
                "supervisor.thrift.port: " + supervisorPort(host),
                "supervisor.slots.ports: " + ports.subList(slots, slots + SLOTS),
                "storm.local.dir: \"" + directory.resolve("local" + suffix(host)) + "\"",
                "storm.log.dir: \"" + logs() + "\"",
                "dev.zookeeper.path: \"" + directory.resolve("zookeeper") + "\"");
    }

    int zooKeeperPort() {
        return ports.get(0);
    }

    int nimbusPort() {
        return ports.get(1);
    }

    int supervisorPort(int host) {
        return ports.get(CONTROL_PORTS + (host - 1) * HOST_PORTS);
    }

    private static String suffix(int host) {
        return host == 1 ? "" : "-" + host;
    }

    Path logs() {
        return directory.resolve("logs");
    }

    /** What STORM_CONF_DIR has to name on a host; Nimbus and clients are on the first. */
    Path configuration(int host) {
        return home.resolve("conf" + suffix(host));
    }

    /** An argument of every process of this cluster: Storm gives it to workers too. */
    String mark() {
        return "-Dstorm.home=" + home;
    }

    /** The arguments for java of a daemon on a host, but for the mark. */
    List<String> daemon(String name, String mainClass, String heap, int host) {
        return List.of(
                "-server",
                "-Xmx" + heap,
                "-Dstorm.conf.file=storm.yaml",
                "-Dstorm.log.dir=" + logs(),
                "-Dlogfile.name=" + name + ".log",
                "-Dlog4j.configurationFile=" + home.resolve("log4j2/cluster.xml"),
                "-cp",
                home + "/lib/*:" + home + "/extlib/*:" + configuration(host),
                mainClass);
    }

    /** A client's arguments for java, as {@code storm jar} and {@code storm kill} give them, but for the mark. */
    List<String> client(String mainClass, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                "-client",
                "-Dstorm.conf.file=storm.yaml",
                "-Dstorm.log.dir=" + logs(),
                "-Dstorm.jar=" + topologies,
                "-Dlogfile.name=client.log",
                "-Dlog4j.configurationFile=" + home.resolve("log4j2/cluster.xml"),
                "-cp",
                home + "/lib/*:" + topologies + ":" + configuration(1),
                mainClass));
        command.addAll(arguments);
        return command;
    }
}

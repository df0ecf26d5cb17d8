package dev.vendaval.tests.benchmarks.peer;

import dev.vendaval.tests.harness.FreePorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A STORM_HOME for one run: the assembled jars by links, and a storm.yaml that says nothing but where everything is.
 * <pre>
 *   home/lib, lib-worker -> assembled      home/log4j2, extlib, conf/storm.yaml
 *   logs/    local/    zookeeper/
 * </pre>
 */
final class StormHome {
    /** What is assembled, below the directory in which it is: the workloads, and Storm's jars. */
    static final String TOPOLOGIES = "target/topology.jar";

    static final String JARS = "target/home";

    private static final int SLOTS = 4;
    private static final int DAEMON_PORTS = 3;

    private final Path directory;
    private final Path home;
    private final Path topologies;
    private final List<Integer> ports;

    private StormHome(Path directory, Path assembled, List<Integer> ports) {
        this.directory = directory;
        this.home = directory.resolve("home");
        this.topologies = assembled.resolve(TOPOLOGIES);
        this.ports = ports;
    }

    /**
     * Makes it.
     *
     * @param assembled the directory in which {@code tests/benchmarks/peers/assemble} assembled Storm
     */
    static StormHome create(Path directory, Path assembled) throws IOException {
        StormHome made = new StormHome(
                directory.toAbsolutePath(), assembled.toAbsolutePath(), FreePorts.choose(DAEMON_PORTS + SLOTS));
        Path jars = assembled.toAbsolutePath().resolve(JARS);
        Files.createDirectories(made.home.resolve("conf"));
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
        Files.write(made.configuration().resolve("storm.yaml"), made.yaml());
        return made;
    }

    private List<String> yaml() {
        return List.of(
                "storm.zookeeper.servers: [\"127.0.0.1\"]",
                "storm.zookeeper.port: " + zooKeeperPort(),
                "storm.local.hostname: \"127.0.0.1\"",
                "nimbus.seeds: [\"127.0.0.1\"]",
                "nimbus.thrift.port: " + nimbusPort(),
                "supervisor.thrift.port: " + supervisorPort(),
                "supervisor.slots.ports: " + ports.subList(DAEMON_PORTS, ports.size()),
                "storm.local.dir: \"" + directory.resolve("local") + "\"",
                "storm.log.dir: \"" + logs() + "\"",
                "dev.zookeeper.path: \"" + directory.resolve("zookeeper") + "\"");
    }

    int zooKeeperPort() {
        return ports.get(0);
    }

    int nimbusPort() {
        return ports.get(1);
    }

    int supervisorPort() {
        return ports.get(2);
    }

    Path logs() {
        return directory.resolve("logs");
    }

    /** What STORM_CONF_DIR has to name. */
    Path configuration() {
        return home.resolve("conf");
    }

    /** An argument of every process of this cluster: Storm gives it to workers too. */
    String mark() {
        return "-Dstorm.home=" + home;
    }

    /** A daemon's arguments for java, but for the mark. */
    List<String> daemon(String name, String mainClass, String heap) {
        return List.of(
                "-server",
                "-Xmx" + heap,
                "-Dstorm.conf.file=storm.yaml",
                "-Dstorm.log.dir=" + logs(),
                "-Dlogfile.name=" + name + ".log",
                "-Dlog4j.configurationFile=" + home.resolve("log4j2/cluster.xml"),
                "-cp",
                home + "/lib/*:" + home + "/extlib/*:" + configuration(),
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
                home + "/lib/*:" + topologies + ":" + configuration(),
                mainClass));
        command.addAll(arguments);
        return command;
    }
}

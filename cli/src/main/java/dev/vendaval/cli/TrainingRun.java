package dev.vendaval.cli;

import dev.vendaval.cli.console.ExitCode;
import dev.vendaval.cli.daemon.TrainingCluster;
import dev.vendaval.cli.logging.ProcessLogging;
import dev.vendaval.supervisor.launch.ParentWatch;
import dev.vendaval.worker.console.ConsoleCapture;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything once, in one JVM, so that it has loaded what its class-data archive shall have: a whole cluster, a topology in
 * two workers, the commands that people type. A main class of its own, started by the maker of archives; exit code 0 if all
 * went well, and early if the maker is gone. Leaves nothing behind but what the JVM writes as it ends.
 */
public final class TrainingRun {
    private static final Logger LOG = LoggerFactory.getLogger(TrainingRun.class);
    private static final String OURS = "dev/vendaval/";
    private static final String CLASS_SUFFIX = ".class";

    /** Messages on the wire: those that are needed have been loaded by use, and the others are many. */
    private static final String GENERATED = "dev/vendaval/protocol/proto/";

    /** Block and flow style, variables, a component, a factory, a property, a grouping by fields. */
    private static final String TOPOLOGY = """
            name: ${name:training}
            config: {topology.workers: 1, list: [1, two, true]}
            components:
              - id: wait
                className: java.time.Duration
                factory: ofSeconds
                factoryArgs: [1]
            spouts:
              - id: numbers
                className: dev.vendaval.cli.TrainingTopology$Numbers
                parallelism: ${parallelism:2}
            bolts:
              - id: sink
                className: dev.vendaval.cli.TrainingTopology
                factory: sink
            streams:
              - from: numbers
                to: sink
                grouping: {type: FIELDS, args: ["number"]}
            """;

    private TrainingRun() {}

    /** Runs it. */
    public static void main(String[] arguments) {
        // Where the maker keeps what is said; the log of the cluster is gone with it.
        PrintStream console = System.err;
        // As a worker does, whose classes for that are to be in the archive, too.
        ConsoleCapture.install();
        int exitCode = 1;
        try {
            Path directory = Files.createTempDirectory("vendaval-training-");
            ParentWatch.start(System.in, () -> endAlone(directory));
            try {
                ProcessLogging.ofDaemon(directory.resolve("training.log"), Duration.ofDays(1));
                train(directory);
                exitCode = 0;
            } finally {
                delete(directory);
            }
        } catch (Exception e) {
            LOG.error("no archive", e);
            e.printStackTrace(console);
        }
        System.exit(exitCode);
    }

    /** The maker of the archive is gone, and with it who would use what is done here; another one begins anew. */
    private static void endAlone(Path directory) {
        try {
            delete(directory);
        } catch (IOException e) {
            // What still runs writes there; the directory is a temporary one.
            LOG.info("{} stays behind", directory, e);
        }
        Runtime.getRuntime().halt(1);
    }

    private static void train(Path directory) throws Exception {
        Path jar = Path.of(TrainingRun.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (TrainingCluster cluster = TrainingCluster.start(directory)) {
            Path config = directory.resolve("vendaval.yaml");
            Files.writeString(config, "nimbus.seeds: [\"" + cluster.nimbus() + "\"]\n");
            String name = TrainingTopology.NAME;
            command(config, "jar", jar.toString(), TrainingTopology.class.getName());
            command(config, "list");
            command(config, "--json", "list");
            command(config, "info", name);
            command(config, "--json", "info", name);
            command(config, "errors", name);
            command(config, "cluster");
            command(config, "logs", name);
            command(config, "rebalance", name, "-n", "1");
            command(config, "rebalance", name, "-n", "2");
            command(config, "kill", name, "-w", "0");
            command(config, "version");
            command(config, "--help");
            flux(directory, config, jar.toString());
        }
        loadOurs(jar);
    }

    /** Lambdas are in an archive only if they have been called; a topology file is read with many. */
    private static void flux(Path directory, Path config, String jar) throws IOException {
        String whole =
                Files.writeString(directory.resolve("whole.yaml"), TOPOLOGY).toString();
        String broken = Files.writeString(
                        directory.resolve("broken.yaml"), TOPOLOGY.replace("numbers", "n/a") + "x: ${y}\n")
                .toString();
        command(config, "flux", "validate", whole);
        command(config, "flux", "validate", "--jar", jar, whole);
        command(config, "flux", "graph", whole);
        command(config, "jar", jar, "--flux", whole, "--dry-run");
        command(ExitCode.USAGE, config, "flux", "validate", broken);
    }

    private static void command(Path config, String... words) {
        command(ExitCode.DONE, config, words);
    }

    private static void command(int expected, Path config, String... words) {
        List<String> arguments = new ArrayList<>(List.of("--config", config.toString()));
        arguments.addAll(List.of(words));
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        int exitCode;
        try (PrintStream output = new PrintStream(said, true, StandardCharsets.UTF_8)) {
            exitCode = Vendaval.run(arguments, output, output, Map.of());
        }
        if (exitCode != expected) {
            throw new IllegalStateException(
                    arguments + " ended with " + exitCode + ": " + said.toString(StandardCharsets.UTF_8));
        }
    }

    /** The classes of our own jars beside this one that nothing above has needed: of faults and of other commands. */
    private static void loadOurs(Path jar) throws IOException, ClassNotFoundException {
        Path lib = jar.getParent();
        if (lib == null) {
            throw new IOException(jar + " is nowhere");
        }
        List<Path> jars;
        try (Stream<Path> files = Files.list(lib)) {
            jars = files.filter(file -> file.getFileName().toString().startsWith("vendaval-"))
                    .filter(file -> file.toString().endsWith(".jar"))
                    .sorted(Comparator.naturalOrder())
                    .toList();
        }
        for (Path ours : jars) {
            try (JarFile content = new JarFile(ours.toFile())) {
                for (Enumeration<JarEntry> entries = content.entries(); entries.hasMoreElements(); ) {
                    load(entries.nextElement().getName());
                }
            }
        }
    }

    private static void load(String entry) throws ClassNotFoundException {
        boolean isOurs = entry.startsWith(OURS) && entry.endsWith(CLASS_SUFFIX) && !entry.startsWith(GENERATED);
        if (isOurs && !entry.endsWith("package-info.class")) {
            String name = entry.substring(0, entry.length() - CLASS_SUFFIX.length());
            Class.forName(name.replace('/', '.'), false, TrainingRun.class.getClassLoader());
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}

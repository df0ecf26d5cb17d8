package dev.vendaval.tests.harness;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The unpacked distribution under test, built by the deploy module before these tests run. */
public final class Distribution {
    private static final String ARCHIVE_MAKER = "dev.vendaval.cli.archive.ArchiveProcess";

    private static final Duration ARCHIVE = Duration.ofMinutes(4);
    private static @Nullable Path home;

    private Distribution() {}

    /** Where it is. Its class-data archive has been made, as for users from their second minute on: the first call waits for it. */
    public static synchronized Path home() {
        if (home == null) {
            home = prepared(Path.of(property("vendaval.distribution")));
        }
        return home;
    }

    private static Path prepared(Path place) {
        if (!Files.isExecutable(place.resolve("bin/vendaval"))) {
            throw new IllegalStateException("no distribution at " + place + "; build it with: mvn -DskipTests package");
        }
        try {
            Path real = place.toRealPath();
            // Each command has it made if it is missing, by a process that outlives the command.
            Process version = new ProcessBuilder(real.resolve("bin/vendaval").toString(), "version")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!version.waitFor(ARCHIVE.toSeconds(), TimeUnit.SECONDS) || version.exitValue() != 0) {
                throw new IllegalStateException(real.resolve("bin/vendaval") + " version fails");
            }
            await("the class-data archive of " + real + " is made")
                    .atMost(ARCHIVE)
                    .pollDelay(Duration.ZERO)
                    .until(() -> ProcessHandle.allProcesses().noneMatch(process -> makesArchive(process, real)));
            return real;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the class-data archive was being made", e);
        }
    }

    private static boolean makesArchive(ProcessHandle process, Path home) {
        String command = process.info().commandLine().orElse("");
        return command.contains(ARCHIVE_MAKER) && command.contains("=" + home.resolve("archives") + "/");
    }

    /** The jar with the topologies of these tests. */
    public static Path testTopologies() {
        return Path.of(property("vendaval.test.topologies"));
    }

    private static String property(String name) {
        String value = System.getProperty(name);
        if (value == null) {
            throw new IllegalStateException("system property " + name + " is not set; run these tests with mvn verify");
        }
        return value;
    }

    /** The command, to be followed by its arguments. */
    public static List<String> vendaval() {
        return List.of(home().resolve("bin/vendaval").toString());
    }

    /**
     * The same, but its JVM and those it starts, workers' too, have the quick compiler only: one that ends after some seconds
     * spends more time in the other than it saves.
     */
    public static List<String> vendavalForShortLives() {
        List<String> command = new ArrayList<>(List.of("env", "JDK_JAVA_OPTIONS=-XX:TieredStopAtLevel=1"));
        command.addAll(vendaval());
        return command;
    }
}

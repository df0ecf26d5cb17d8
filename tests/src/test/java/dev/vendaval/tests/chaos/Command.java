package dev.vendaval.tests.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A {@code vendaval} command that runs while something dies. */
record Command(Process process, List<String> words) {
    private static final int SECONDS = 120;

    static Command start(ChaosCluster cluster, String... words) throws IOException {
        Path out = Files.createTempFile(cluster.directory(), "command", ".out");
        Path err = Files.createTempFile(cluster.directory(), "command", ".err");
        return new Command(cluster.cli().start(out, err, words), List.of(words));
    }

    /** Returns its exit code; it must end by itself. */
    int awaitExit() throws InterruptedException {
        if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(words + " did not end within " + SECONDS + " s");
        }
        return process.exitValue();
    }
}

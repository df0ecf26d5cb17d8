package dev.vendaval.tests.harness;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * How slow this machine is just now, by something that is not ours: the start of a JVM that does nothing. Bounds in seconds
 * are for machines on which that takes a tenth of a second.
 */
public final class Yardstick {
    private static final Duration USUAL = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final int STARTS = 5;

    /** On a machine that is slower still, seconds show nothing. */
    private static final double SLOWEST = 3;

    private Yardstick() {}

    /** A bound for this machine: as many times longer as such a start takes, from once to three times. Takes a second. */
    public static Duration apply(Duration bound) throws IOException, InterruptedException {
        long[] starts = new long[STARTS];
        for (int start = 0; start < STARTS; start++) {
            starts[start] = startOfAJvm();
        }
        Arrays.sort(starts);
        double slowness = (double) starts[STARTS / 2] / USUAL.toNanos();
        return Duration.ofNanos((long) (bound.toNanos() * Math.min(SLOWEST, Math.max(1, slowness))));
    }

    private static long startOfAJvm() throws IOException, InterruptedException {
        long from = System.nanoTime();
        Process java = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-version")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!java.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
            java.destroyForcibly();
        }
        return System.nanoTime() - from;
    }
}

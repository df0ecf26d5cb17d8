package dev.vendaval.tests.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/**
 * What the host of a virtual machine gave to others though this one wanted it, from a moment on: no figure of a time says
 * much where that is more than some percent.
 */
public final class StolenTime {
    private static final Path COUNTERS = Path.of("/proc/stat");
    private static final int STOLEN = 7;

    /** Guests' time, which is after it, is in that of users already. */
    private static final int KINDS = 8;

    private static final double PERCENT = 100;

    private final long[] before = counters();

    /** From 0 to 1; 0 where the system does not tell. */
    public double share() {
        return shareUntil(new StolenTime());
    }

    /** The same, up to the moment that another one began at. */
    double shareUntil(StolenTime end) {
        long[] now = end.before;
        if (before.length < KINDS || now.length < KINDS) {
            return 0;
        }
        long all = 0;
        for (int kind = 0; kind < KINDS; kind++) {
            all += now[kind] - before[kind];
        }
        return all == 0 ? 0 : (double) (now[STOLEN] - before[STOLEN]) / all;
    }

    /** In words. */
    public String text() {
        return String.format(
                Locale.ROOT,
                "as far as the system tells, the host gave %.1f %% of these processors' time to others",
                PERCENT * share());
    }

    /** Of all processors together, by kind. */
    private static long[] counters() {
        try {
            String line = Files.readAllLines(COUNTERS).get(0);
            return Arrays.stream(line.strip().split("\\s+"))
                    .skip(1)
                    .mapToLong(Long::parseLong)
                    .toArray();
        } catch (IOException e) {
            return new long[0]; // no such file: not Linux
        }
    }
}

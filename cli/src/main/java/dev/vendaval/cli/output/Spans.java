package dev.vendaval.cli.output;

import java.util.Locale;

/** Times and sizes for people to read. */
public final class Spans {
    private Spans() {}

    /** The two greatest units, such as {@code 2h 5m}, {@code 41s}, {@code 320ms}. */
    public static String time(long millis) {
        long seconds = millis / 1000;
        if (seconds < 1) {
            return millis + "ms";
        }
        if (seconds < 60) {
            return seconds + "s";
        }
        if (seconds < 3600) {
            return seconds / 60 + "m " + seconds % 60 + "s";
        }
        if (seconds < 86_400) {
            return seconds / 3600 + "h " + seconds / 60 % 60 + "m";
        }
        return seconds / 86_400 + "d " + seconds / 3600 % 24 + "h";
    }

    /** Microseconds in the unit that suits them. */
    public static String micros(long micros) {
        if (micros < 1000) {
            return micros + "us";
        }
        return micros < 1_000_000
                ? String.format(Locale.ROOT, "%.1fms", micros / 1e3)
                : String.format(Locale.ROOT, "%.1fs", micros / 1e6);
    }

    /** Mebibytes. */
    public static String bytes(long bytes) {
        return (bytes >> 20) + "MiB";
    }
}

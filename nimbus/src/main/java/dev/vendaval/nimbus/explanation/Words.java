package dev.vendaval.nimbus.explanation;

import dev.vendaval.protocol.report.BusyCall;
import java.util.Locale;

/** Figures as parts of sentences. */
final class Words {
    private static final long MS_PER_SECOND = 1_000;
    private static final long SECONDS_SHOWN = 120;
    private static final long MINUTES_SHOWN = 120;

    private Words() {}

    static String time(long millis) {
        long seconds = millis / MS_PER_SECOND;
        if (seconds < 1) {
            return millis + " ms";
        }
        if (seconds < SECONDS_SHOWN) {
            return seconds + " s";
        }
        long minutes = seconds / 60;
        return minutes < MINUTES_SHOWN ? minutes + " min" : minutes / 60 + " h";
    }

    static String rate(double perSecond) {
        return String.format(Locale.ROOT, perSecond < 10 ? "%.1f" : "%,.0f", perSecond) + " tuples/s";
    }

    static String count(long tuples) {
        return String.format(Locale.ROOT, "%,d", tuples) + (tuples == 1 ? " tuple" : " tuples");
    }

    static String call(BusyCall call) {
        return call.method() + " has been running for " + time(call.forMs()) + " at " + call.place();
    }
}

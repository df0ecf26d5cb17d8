package dev.vendaval.tests.benchmarks.results;

import java.util.Locale;

/** Numbers as a reader wants them. */
public final class Figures {
    private static final double HUNDRED = 100;
    private static final double THOUSAND = 1_000;
    private static final double MILLION = 1_000_000;

    private Figures() {}

    /** Three significant digits or all digits before the point: 12.3 M, 345 k, 6,789, 1.07, 0.0123. */
    public static String text(double value) {
        double size = Math.abs(value);
        if (size >= MILLION) {
            return significant(value / MILLION) + " M";
        }
        if (size >= HUNDRED * THOUSAND) {
            return significant(value / THOUSAND) + " k";
        }
        if (size >= THOUSAND) {
            return String.format(Locale.ROOT, "%,d", Math.round(value));
        }
        return significant(value);
    }

    private static String significant(double value) {
        double size = Math.abs(value);
        int decimals = size >= HUNDRED ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : size >= 0.1 ? 3 : 4;
        String text = String.format(Locale.ROOT, "%." + decimals + "f", value);
        return text.contains(".") ? text.replaceAll("0+$", "").replaceAll("\\.$", "") : text;
    }

    public static String megabytes(double bytes) {
        return Math.round(bytes / MILLION) + " MB";
    }
}

package dev.vendaval.tests.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** Plain statistics of a few values; of none there is none. */
public final class Statistics {
    private Statistics() {}

    public static double min(List<Double> values) {
        return sorted(values).get(0);
    }

    public static double max(List<Double> values) {
        return sorted(values).get(values.size() - 1);
    }

    /** The middle one, or the mean of the two in the middle. */
    public static double median(List<Double> values) {
        List<Double> sorted = sorted(values);
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /** Of pairs that ran one after the other; as many as the shorter list has. */
    static List<Double> ratios(List<Double> values, List<Double> baselines) {
        List<Double> ratios = new ArrayList<>();
        for (int pair = 0; pair < Math.min(values.size(), baselines.size()); pair++) {
            ratios.add(ratio(values.get(pair), baselines.get(pair)));
        }
        return ratios;
    }

    /** To three decimals. */
    static double ratio(double value, double baseline) {
        return Math.round(value / baseline * 1_000) / 1_000.0;
    }

    private static List<Double> sorted(List<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("no values");
        }
        return values.stream().sorted().toList();
    }
}

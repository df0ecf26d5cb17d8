package dev.vendaval.tests.benchmarks.report;

import dev.vendaval.tests.benchmarks.results.ResultsFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which charts there are and what is in them; a chart without figures is left out. */
final class Charts {
    private final ResultsFile results;

    Charts(ResultsFile results) {
        this.results = results;
    }

    /** By file name. */
    Map<String, BarChart> all() {
        Map<String, BarChart> charts = new LinkedHashMap<>();
        put(charts, "tracked.svg", medians("Tracked throughput, median", "tuples or words a second", "-tracked"));
        put(charts, "untracked.svg", medians("Untracked throughput, median", "tuples or words a second", "-untracked"));
        put(charts, "latency.svg", percentiles());
        put(charts, "processor.svg", figure("Processor time of the workers", "cores", "cpuCores", "latency-", "idle-"));
        put(charts, "memory.svg", memory());
        put(
                charts,
                "grouping.svg",
                medians("Groupings to four sinks, tracked, median", "tuples a second", "grouping-"));
        put(charts, "scaling.svg", medians("Tasks of each component, tracked, median", "tuples a second", "scaling-"));
        put(charts, "first-tuple.svg", medians("Submit to first tuple, two workers", "ms", "submit-first-tuple"));
        return charts;
    }

    private static void put(Map<String, BarChart> charts, String file, BarChart chart) {
        if (!chart.groups().isEmpty()) {
            charts.put(file, chart);
        }
    }

    private BarChart medians(String title, String unit, String part) {
        return figure(title, unit, "median", part);
    }

    private BarChart figure(String title, String unit, String field, String... parts) {
        List<BarChart.Group> groups = new ArrayList<>();
        for (String part : parts) {
            for (String id : ids(part)) {
                add(groups, id, bars(id, field, 1));
            }
        }
        return new BarChart(title, unit, groups);
    }

    private BarChart memory() {
        List<BarChart.Group> groups = new ArrayList<>();
        for (String id : List.of("spout-null-untracked", "spout-id-null-tracked", "wordcount-1-1-1-tracked")) {
            add(groups, id, bars(id, "rssBytes", 1e-6));
        }
        return new BarChart("Resident memory of a worker under load", "MB", groups);
    }

    private BarChart percentiles() {
        List<BarChart.Group> groups = new ArrayList<>();
        for (String id : ids("latency-")) {
            add(groups, id + " p50", bars(id, "latencyUs.p50", 1));
            add(groups, id + " p99", bars(id, "latencyUs.p99", 1));
        }
        return new BarChart("From due to sink", "us", groups);
    }

    private static void add(List<BarChart.Group> groups, String label, List<BarChart.Bar> bars) {
        if (!bars.isEmpty()) {
            groups.add(new BarChart.Group(label, bars));
        }
    }

    private List<String> ids(String part) {
        return results.scenarios().stream()
                .map(scenario -> String.valueOf(scenario.get("id")))
                .filter(id -> id.contains(part))
                .toList();
    }

    private List<BarChart.Bar> bars(String id, String field, double factor) {
        List<BarChart.Bar> bars = new ArrayList<>();
        for (String system : results.systems(id)) {
            results.figure(id, system, field).ifPresent(value -> bars.add(new BarChart.Bar(system, value * factor)));
        }
        return bars;
    }
}

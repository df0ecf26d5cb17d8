package dev.vendaval.tests.benchmarks;

import dev.vendaval.tests.benchmarks.results.Run;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The results document of CONTRACT: scenarios, each with the systems that ran it; Vendaval's is the first. */
final class Results {
    private static final int SCHEMA = 1;

    private final Run run;
    private final List<Map<String, Object>> scenarios = new ArrayList<>();

    Results(Run run) {
        this.run = run;
    }

    /** A scenario's results: at least Vendaval's, which comes first and is compared with each of the others. */
    void add(Scenario scenario, List<SystemResult> systems) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("id", scenario.id());
        document.put("unit", scenario.unit());
        document.put("systems", systems.stream().map(SystemResult::document).toList());
        SystemResult vendaval = systems.get(0);
        document.put(
                "comparisons",
                systems.stream()
                        .skip(1)
                        .map(baseline -> comparison(vendaval, baseline))
                        .toList());
        scenarios.add(document);
    }

    private static Map<String, Object> comparison(SystemResult vendaval, SystemResult baseline) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("baseline", baseline.system());
        document.put(
                "ratio", Statistics.ratio(Statistics.median(vendaval.values()), Statistics.median(baseline.values())));
        document.put("ratios", Statistics.ratios(vendaval.values(), baseline.values()));
        return document;
    }

    Map<String, Object> document() {
        Map<String, Object> machine = new LinkedHashMap<>();
        machine.put("cpus", Runtime.getRuntime().availableProcessors());
        machine.put("memoryBytes", memoryBytes());
        machine.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        machine.put("jdk", Runtime.version().toString());
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("schema", SCHEMA);
        document.putAll(run.document());
        document.put("machine", machine);
        document.put("scenarios", List.copyOf(scenarios));
        return document;
    }

    private static long memoryBytes() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getTotalMemorySize()
                : 0;
    }
}

package dev.vendaval.tests.benchmarks;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The results document of CONTRACT: scenarios, each with the systems that ran it. */
final class Results {
    private final long startedAtMs;
    private final List<String> command;
    private final List<Map<String, Object>> scenarios = new ArrayList<>();

    Results(long startedAtMs, List<String> command) {
        this.startedAtMs = startedAtMs;
        this.command = command;
    }

    void add(Scenario scenario, Measurement measured, String version) {
        List<Long> sorted = new ArrayList<>(measured.values());
        Collections.sort(sorted);
        Map<String, Object> system = new LinkedHashMap<>();
        system.put("system", "vendaval");
        system.put("version", version);
        system.put("settings", Map.of("topology.workers", scenario.workers()));
        system.put("values", measured.values());
        system.put("min", sorted.get(0));
        system.put("median", median(sorted));
        system.put("max", sorted.get(sorted.size() - 1));
        system.put("cpuCores", Math.round(measured.cpuCores() * 100) / 100.0);
        system.put("rssBytes", measured.rssBytes());
        system.put("latencyUs", measured.latencyUs());
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("id", scenario.id());
        document.put("unit", scenario.unit());
        document.put("systems", List.of(system));
        document.put("comparisons", List.of());
        scenarios.add(document);
    }

    static long median(List<Long> sorted) {
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    Map<String, Object> document() {
        Map<String, Object> machine = new LinkedHashMap<>();
        machine.put("cpus", Runtime.getRuntime().availableProcessors());
        machine.put("memoryBytes", memoryBytes());
        machine.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        machine.put("jdk", Runtime.version().toString());
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("schema", 1);
        document.put("startedAtMs", startedAtMs);
        document.put("command", command);
        document.put("machine", machine);
        document.put("scenarios", scenarios);
        return document;
    }

    private static long memoryBytes() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getTotalMemorySize()
                : 0;
    }
}

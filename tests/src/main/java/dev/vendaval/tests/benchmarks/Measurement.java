package dev.vendaval.tests.benchmarks;

import java.util.List;
import java.util.Map;

/**
 * What one run of a scenario gave.
 *
 * @param values throughput per second of each window
 * @param latencyUs completion latency of tracked trees, from emit to ack; all zero untracked
 */
record Measurement(List<Long> values, double cpuCores, long rssBytes, Map<String, Object> latencyUs) {}

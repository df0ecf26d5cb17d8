package dev.vendaval.tests.benchmarks;

import java.util.List;
import java.util.OptionalDouble;

/**
 * What one round of one system gave.
 *
 * @param value in the unit of the scenario
 * @param cpuCores that the worker processes used on average during the window
 * @param rssBytes resident memory of the largest worker process, its maximum during the window
 * @param toSink from due to sink; empty where nothing was due
 * @param toAck from due to ack; empty where nothing was due or tracked
 * @param sinceSubmitCallMs to the first tuple, but from the call of submit within the command, where that is known
 * @param jvmFlags of the worker processes
 */
record Measurement(
        double value,
        double cpuCores,
        long rssBytes,
        Latencies toSink,
        Latencies toAck,
        OptionalDouble sinceSubmitCallMs,
        List<String> jvmFlags) {}

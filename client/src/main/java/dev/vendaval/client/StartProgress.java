package dev.vendaval.client;

import dev.vendaval.protocol.report.ErrorReport;
import dev.vendaval.protocol.report.ExecutorState;
import dev.vendaval.protocol.report.TopologyInfo;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How far a topology is with starting, read from Nimbus's answer. Pure.
 *
 * @param ready executors whose components are open or prepared
 * @param total executors there shall be
 * @param failed those whose open or prepare threw
 * @param unplaced why executors have no worker, each reason once
 * @param notices what supervisors say about slots that cannot do as assigned; of several ends of workers in one the last
 */
record StartProgress(
        int ready, int total, List<TopologyInfo.Executor> failed, List<String> unplaced, List<String> notices) {
    static StartProgress of(TopologyInfo info) {
        List<TopologyInfo.Executor> executors = info.executors();
        int ready = (int) executors.stream()
                .filter(executor -> executor.state() == ExecutorState.RUNNING)
                .count();
        return new StartProgress(
                ready,
                executors.size() + info.unassigned().size(),
                executors.stream()
                        .filter(executor -> executor.state() == ExecutorState.FAILED)
                        .toList(),
                info.unassigned().stream()
                        .map(TopologyInfo.Unassigned::reason)
                        .distinct()
                        .toList(),
                latestEnds(info.notices()));
    }

    /** Each tells where and when, in the order in which it was. */
    private static List<String> latestEnds(List<String> notices) {
        Map<String, String> latest = new LinkedHashMap<>();
        for (String notice : notices) {
            int where = notice.indexOf(": at ");
            latest.put(where < 0 ? notice : notice.substring(0, where), notice);
        }
        return List.copyOf(latest.values());
    }

    boolean allReady() {
        return total > 0 && ready == total;
    }

    boolean nothingPlaced() {
        return !unplaced.isEmpty() && ready == 0 && total > 0;
    }

    String sentence() {
        String counts = total == 0 ? "waiting for an assignment" : ready + " of " + total + " executors ready";
        String reasons = unplaced.isEmpty() ? "" : "; not placed: " + String.join("; ", unplaced);
        return counts + reasons + (notices.isEmpty() ? "" : "; " + String.join("; ", notices));
    }

    /** The newest error of the first component that failed to start. */
    static Optional<ErrorReport> cause(TopologyInfo info, TopologyInfo.Executor failed) {
        return info.errors().stream()
                .filter(error -> error.component().equals(failed.component()))
                .max(Comparator.comparingLong(ErrorReport::lastAtMs));
    }
}

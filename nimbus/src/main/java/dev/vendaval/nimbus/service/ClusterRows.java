package dev.vendaval.nimbus.service;

import dev.vendaval.nimbus.leadership.Leader;
import dev.vendaval.nimbus.scheduling.UsedSlot;
import dev.vendaval.protocol.report.ClusterSummary;
import dev.vendaval.protocol.report.SupervisorReport;
import dev.vendaval.protocol.state.SupervisorRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The supervisors' part of {@code vendaval cluster}. */
final class ClusterRows {
    private static final String UP = "UP";
    private static final String DRAINING = "DRAINING";
    private static final String LOST = "LOST";

    private ClusterRows() {}

    /** The supervisors that are present, then those lost of which something is still known. */
    static List<ClusterSummary.Supervisor> supervisors(Leader leader) {
        Map<UsedSlot, String> use = leader.slotUse();
        Set<String> present = leader.supervisors().registeredIds();
        Stream<ClusterSummary.Supervisor> up = leader.supervisors().registered().stream()
                .map(each -> row(each, leader.drained().contains(each.id()) ? DRAINING : UP, use));
        Stream<ClusterSummary.Supervisor> lost = leader.supervisors().reports().values().stream()
                .map(SupervisorReport::supervisor)
                .filter(each -> !present.contains(each.id()))
                .map(each -> row(each, LOST, use));
        return Stream.concat(up, lost).toList();
    }

    private static ClusterSummary.Supervisor row(SupervisorRecord supervisor, String state, Map<UsedSlot, String> use) {
        List<ClusterSummary.Slot> slots = new ArrayList<>();
        for (int port : new TreeSet<>(supervisor.slots())) {
            slots.add(new ClusterSummary.Slot(port, use.get(new UsedSlot(supervisor.id(), port))));
        }
        return new ClusterSummary.Supervisor(
                supervisor.id(), supervisor.host(), supervisor.port(), state, List.copyOf(slots));
    }
}

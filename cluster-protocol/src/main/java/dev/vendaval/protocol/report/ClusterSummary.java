package dev.vendaval.protocol.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answer of {@code vendaval cluster}. */
public record ClusterSummary(List<Nimbus> nimbus, List<Supervisor> supervisors) {
    public record Nimbus(String host, int port, boolean leader) {}

    /** State of a supervisor: UP, LOST or DRAINING; port is where it answers log requests. */
    public record Supervisor(String id, String host, int port, String state, List<Slot> slots) {}

    public record Slot(int port, @Nullable String topologyId) {}
}

package dev.vendaval.supervisor.worker;

/** Where workers of a topology have been, one after another. By topology, then by port. */
record SlotOfTopology(String topologyId, int port) implements Comparable<SlotOfTopology> {
    @Override
    public int compareTo(SlotOfTopology other) {
        int byTopology = topologyId.compareTo(other.topologyId);
        return byTopology != 0 ? byTopology : Integer.compare(port, other.port);
    }
}

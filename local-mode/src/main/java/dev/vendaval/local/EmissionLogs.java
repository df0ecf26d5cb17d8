package dev.vendaval.local;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The log of each live topology by its id; a worker may ask for it before the submit has returned. Thread-safe. */
final class EmissionLogs {
    private final ConcurrentMap<String, EmissionLog> byTopologyId = new ConcurrentHashMap<>();
    private final int mostPerStream;

    EmissionLogs(int mostPerStream) {
        this.mostPerStream = mostPerStream;
    }

    EmissionLog of(String topologyId) {
        return byTopologyId.computeIfAbsent(topologyId, id -> new EmissionLog(mostPerStream));
    }

    void forget(String topologyId) {
        byTopologyId.remove(topologyId);
    }
}

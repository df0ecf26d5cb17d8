package dev.vendaval.protocol.state;

import java.util.List;

/**
 * A supervisor as it announces itself.
 *
 * @param id made once and kept in its local.dir
 * @param port where it answers log requests and its workers connect
 * @param slots the ports its workers may use
 */
public record SupervisorRecord(String id, String host, int port, List<Integer> slots) {
    public SupervisorRecord {
        slots = List.copyOf(slots);
    }
}

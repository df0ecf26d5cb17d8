package dev.vendaval.protocol.state;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The changeable part of a topology.
 *
 * @param status what it is meant to do
 * @param killWaitRemaining with KILLED: how long it may still drain, stored as a remaining duration
 *     so that no clock of another host matters; null otherwise
 */
public record TopologyState(TopologyStatus status, @Nullable Duration killWaitRemaining) {
    public static TopologyState of(TopologyStatus status) {
        return new TopologyState(status, null);
    }
}

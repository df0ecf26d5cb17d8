package dev.vendaval.protocol.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * What a Nimbus needs to know.
 *
 * @param host to listen on and to be reached at
 * @param port to listen on, 0 for any free one
 * @param localDir absolute; artifacts are in its directory nimbus
 * @param logDir absolute
 * @param logRetention how long logs of workers that are gone are kept
 * @param topologyDefaults the topology.* keys set for this Nimbus, canonical
 * @param hostTimeout how long nothing is heard of a host before its workers are moved
 * @param rebalanceOnJoin whether a supervisor that joins takes over work
 */
public record NimbusSettings(
        String host,
        int port,
        Path localDir,
        Path logDir,
        Duration logRetention,
        Map<String, Object> topologyDefaults,
        Duration hostTimeout,
        boolean rebalanceOnJoin) {}

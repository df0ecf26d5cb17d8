package dev.vendaval.protocol.service;

import dev.vendaval.api.Topology;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A submit as the client sends it.
 *
 * @param submitId made by the client, the same for every repetition of this submit
 * @param config the topology's keys with those of -c over them, not yet merged with Nimbus's
 * @param artifact content hash of an uploaded jar, or null in local mode
 * @param inactive true to submit without activating
 */
public record SubmitRequest(
        String submitId,
        String name,
        Map<String, Object> config,
        Topology topology,
        @Nullable String artifact,
        boolean inactive) {}

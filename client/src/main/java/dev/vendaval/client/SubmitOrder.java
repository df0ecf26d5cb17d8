package dev.vendaval.client;

import dev.vendaval.api.Topology;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What to submit.
 *
 * @param config the topology's own keys with those of {@code -c} over them
 * @param jar the user's jar, or null if the classes are on the class path of the workers (local mode)
 */
public record SubmitOrder(
        String name,
        Map<String, Object> config,
        Topology topology,
        @Nullable Path jar) {}

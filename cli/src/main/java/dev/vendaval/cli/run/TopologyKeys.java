package dev.vendaval.cli.run;

import dev.vendaval.flux.FluxOptions;
import dev.vendaval.protocol.config.ConfigException;
import dev.vendaval.protocol.config.TopologyConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The configuration keys of a topology, checked as Nimbus will. */
final class TopologyKeys implements FluxOptions.ConfigRule {
    @Override
    public Optional<String> violation(String key, Object value) {
        try {
            TopologyConfig.validated(Map.of(key, value));
            return Optional.empty();
        } catch (ConfigException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public List<String> warnings(String key, Object value) {
        List<String> warnings = new ArrayList<>();
        TopologyConfig.validated(Map.of(key, value), warnings::add);
        return warnings;
    }

    @Override
    public Optional<FluxOptions.Conflict> conflict(Map<String, Object> configuration) {
        try {
            TopologyConfig.validated(configuration);
            return Optional.empty();
        } catch (ConfigException e) {
            return Optional.of(new FluxOptions.Conflict(e.key(), String.valueOf(e.getMessage())));
        }
    }
}

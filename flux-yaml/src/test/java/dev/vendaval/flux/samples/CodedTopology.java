package dev.vendaval.flux.samples;

import dev.vendaval.api.Config;
import dev.vendaval.api.Topology;
import dev.vendaval.api.TopologyBuilder;
import java.util.Map;

/** Existing code that makes a topology. */
public class CodedTopology {
    private final String spoutId;

    public CodedTopology() {
        this("coded");
    }

    public CodedTopology(String spoutId) {
        this.spoutId = spoutId;
    }

    public Topology getTopology(Config config) {
        return topology(spoutId + config.getOrDefault("suffix", ""));
    }

    public Topology fromMap(Map<String, Object> config) {
        return topology("map-" + config.size());
    }

    public Topology fromNothing() {
        return topology("nothing");
    }

    public String noTopology() {
        return "none";
    }

    private static Topology topology(String id) {
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout(id, new WordSpout("a"));
        return builder.build();
    }
}

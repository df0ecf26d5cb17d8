package dev.vendaval.flux.check;

import dev.vendaval.api.Spout;
import dev.vendaval.api.SpoutOutputCollector;
import dev.vendaval.api.TopologyContext;
import java.util.Map;

/** Emits nothing: stands where the topology builder wants a spout so that it checks something else. */
public final class NoSpout implements Spout {
    private static final long serialVersionUID = 1L;

    /** It has no settings. */
    public NoSpout() {}

    @Override
    public void open(Map<String, Object> configuration, TopologyContext context, SpoutOutputCollector collector) {}

    @Override
    public void nextTuple() {}
}

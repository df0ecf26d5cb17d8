package dev.vendaval.flux.samples;

import dev.vendaval.api.Bolt;
import dev.vendaval.api.OutputCollector;
import dev.vendaval.api.TopologyContext;
import dev.vendaval.api.Tuple;
import java.util.Map;

/** A bolt that holds a tank. */
public class TankBolt implements Bolt {
    private static final long serialVersionUID = 1L;

    public Tank tank;
    public Object unserializable;

    public TankBolt(Tank tank) {
        this.tank = tank;
    }

    @Override
    public void prepare(Map<String, Object> configuration, TopologyContext context, OutputCollector collector) {}

    @Override
    public void execute(Tuple input) {}
}

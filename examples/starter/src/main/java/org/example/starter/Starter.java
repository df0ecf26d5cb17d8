package org.example.starter;

import dev.vendaval.api.BasicBolt;
import dev.vendaval.api.Config;
import dev.vendaval.api.Fields;
import dev.vendaval.api.Spout;
import dev.vendaval.api.Topology;
import dev.vendaval.api.TopologyBuilder;
import dev.vendaval.api.TopologySubmitter;
import dev.vendaval.api.Values;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Temperature readings come in, those above a threshold are logged. Change it into your topology. */
public final class Starter {
    private static final Logger LOG = LoggerFactory.getLogger(Starter.class);
    private static final double HOT_CELSIUS = 30.0;

    private Starter() {}

    /** Run by {@code vendaval jar starter.jar org.example.starter.Starter [NAME]}. */
    public static void main(String[] args) {
        TopologySubmitter.submit(args.length > 0 ? args[0] : "starter", new Config(), topology(new SensorSpout()));
    }

    /** The topology over any source of (sensor, celsius), so that a test can bring its own. */
    static Topology topology(Spout readings) {
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("readings", readings);
        builder.setBolt("hot", hot(), 2).shuffleGrouping("readings");
        builder.setBolt("alert", (reading, collector) -> LOG.info("{}", reading.getValues()))
                .fieldsGrouping("hot", new Fields("sensor"));
        return builder.build();
    }

    private static BasicBolt hot() {
        return BasicBolt.emitting(new Fields("sensor", "celsius"), (reading, collector) -> {
            if (reading.getDoubleByField("celsius") > HOT_CELSIUS) {
                collector.emit(new Values(reading.getValue(0), reading.getValue(1)));
            }
        });
    }
}

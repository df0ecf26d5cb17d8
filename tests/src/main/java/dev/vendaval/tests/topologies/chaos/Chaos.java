package dev.vendaval.tests.topologies.chaos;

import dev.vendaval.api.Config;
import dev.vendaval.api.Fields;
import dev.vendaval.api.Topology;
import dev.vendaval.api.TopologyBuilder;
import dev.vendaval.api.TopologySubmitter;

/**
 * A numbered source that replays, two hops with fields grouping, a sink.
 *
 * <pre>
 * source x 1 --id--> first x 2 --id--> second x 2 --id--> sink x 1
 * </pre>
 */
public final class Chaos {
    public static final String SOURCE = "source";
    public static final int POISON_EACH = 1_000;

    private static final String FIRST = "first";
    private static final String SECOND = "second";
    private static final String SINK = "sink";
    private static final Fields KEY = new Fields("id");
    private static final int HOP_TASKS = 2;

    private Chaos() {}

    /**
     * Submits it.
     *
     * @param args name, directory of the tapes and switches, workers, tuples a second
     */
    public static void main(String[] args) {
        Config config = new Config();
        config.setNumWorkers(Integer.parseInt(args[2]));
        config.setWorkerHeap("128MiB");
        TopologySubmitter.submit(args[0], config, topology(args[1], Integer.parseInt(args[3])));
    }

    private static Topology topology(String directory, int perSecond) {
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout(SOURCE, new NumberedSpout(directory, perSecond));
        builder.setBolt(FIRST, new Hop(directory, false), HOP_TASKS).fieldsGrouping(SOURCE, KEY);
        builder.setBolt(SECOND, new Hop(directory, true), HOP_TASKS).fieldsGrouping(FIRST, KEY);
        builder.setBolt(SINK, new Sink(directory)).fieldsGrouping(SECOND, KEY);
        return builder.build();
    }
}

package dev.vendaval.peers.storm;

import dev.vendaval.tests.topologies.chaos.NumberedSource;
import org.apache.storm.Config;
import org.apache.storm.StormSubmitter;
import org.apache.storm.topology.TopologyBuilder;
import org.apache.storm.tuple.Fields;

/**
 * Vendaval's counting topology with Storm's means: a numbered source over {@value NumberedSource#KEYS} keys that replays,
 * a bolt that counts by key, a sink. Storm has no way to hand the counts over.
 *
 * <pre>
 * source x 1 --key--> count x 8 tasks, 2 executors --key--> sink x 2 tasks, 1 executor
 * </pre>
 */
public final class CountingTopology {
    private static final String SOURCE = "source";
    private static final String COUNT = "count";
    private static final int COUNT_EXECUTORS = 2;
    private static final int COUNT_TASKS = 8;
    private static final int SINK_TASKS = 2;

    private CountingTopology() {}

    /** Submits it: name, directory of the tapes and switches, workers, tuples a second, options of a worker's JVM. */
    public static void main(String[] args) throws Exception {
        Config config = new Config();
        config.setNumWorkers(Integer.parseInt(args[2]));
        config.put(Config.TOPOLOGY_WORKER_CHILDOPTS, args[4]);
        Fields key = new Fields("key");
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout(SOURCE, new NumberedSpout(args[1], Integer.parseInt(args[3])));
        builder.setBolt(COUNT, new KeyCountBolt(args[1]), COUNT_EXECUTORS)
                .setNumTasks(COUNT_TASKS)
                .fieldsGrouping(SOURCE, key);
        builder.setBolt("sink", new TapeSink(args[1])).setNumTasks(SINK_TASKS).fieldsGrouping(COUNT, key);
        StormSubmitter.submitTopology(args[0], config, builder.createTopology());
    }
}

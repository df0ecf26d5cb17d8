package dev.vendaval.tests.topologies.chaos;

import dev.vendaval.api.Config;
import dev.vendaval.api.Fields;
import dev.vendaval.api.Topology;
import dev.vendaval.api.TopologyBuilder;
import dev.vendaval.api.TopologySubmitter;

/**
 * A topology for rebalances: a numbered source over {@value NumberedSource#KEYS} keys, a bolt that counts by key and hands
 * its counts over when it moves, a sink. Whoever reads the tapes can tell what was lost, repeated, out of order, counted
 * wrongly or in two places, and for how long a key was silent.
 *
 * <pre>
 * source x 1 --key--> count x 8 tasks or as many as asked for, 2 executors --key--> sink x 2 tasks, 1 executor
 * </pre>
 */
public final class Counting {
    public static final String SOURCE = "source";
    public static final String COUNT = "count";
    public static final String SINK = "sink";
    public static final int KEYS = NumberedSource.KEYS;
    public static final int COUNT_TASKS = 8;
    public static final int SINK_TASKS = 2;

    private Counting() {}

    /**
     * Submits it.
     *
     * @param args name, directory of the tapes and switches, workers, tuples a second, tasks of the counting bolt; the heap
     *     of a worker, if it is not to be the default one
     */
    public static void main(String[] args) {
        Config config = new Config();
        config.setNumWorkers(Integer.parseInt(args[2]));
        if (args.length > 5) {
            config.setWorkerHeap(args[5]);
        }
        TopologySubmitter.submit(
                args[0], config, topology(args[1], Integer.parseInt(args[3]), Integer.parseInt(args[4])));
    }

    private static Topology topology(String directory, int perSecond, int countTasks) {
        Fields key = new Fields("key");
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout(SOURCE, new NumberedSpout(directory, perSecond));
        builder.setBolt(COUNT, new CountingBolt(directory), 2)
                .setNumTasks(countTasks)
                .fieldsGrouping(SOURCE, key);
        builder.setBolt(SINK, new CountedSink(directory))
                .setNumTasks(SINK_TASKS)
                .fieldsGrouping(COUNT, key);
        return builder.build();
    }
}

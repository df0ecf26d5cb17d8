package dev.vendaval.tests.benchmarks.topologies;

import dev.vendaval.api.BasicBolt;
import dev.vendaval.api.Bolt;
import dev.vendaval.api.BoltDeclarer;
import dev.vendaval.api.Config;
import dev.vendaval.api.Fields;
import dev.vendaval.api.Topology;
import dev.vendaval.api.TopologyBuilder;
import dev.vendaval.api.TopologySubmitter;
import dev.vendaval.api.Values;
import dev.vendaval.tests.benchmarks.tally.Control;
import dev.vendaval.tests.benchmarks.workload.Workload;
import java.nio.file.Path;
import java.util.List;
import java.util.StringTokenizer;

/** Builds and submits a workload, in Vendaval's default configuration but for the number of workers. */
public final class WorkloadTopology {
    private WorkloadTopology() {}

    /** Submits it: NAME TALLY_DIRECTORY and the arguments of {@link Workload#toArguments}. */
    public static void main(String[] args) {
        List<String> arguments = List.of(args);
        Workload workload = Workload.parse(arguments.subList(2, arguments.size()));
        Topology topology = topology(workload, arguments.get(1));
        Control.submitCalled(Path.of(arguments.get(1)));
        TopologySubmitter.submit(arguments.get(0), configuration(workload), topology);
    }

    /** The default configuration but for the number of workers. */
    public static Config configuration(Workload workload) {
        Config config = new Config();
        config.setNumWorkers(workload.workers());
        return config;
    }

    /** The topology, whose tasks make their tallies in the directory. */
    public static Topology topology(Workload workload, String directory) {
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout(Workload.SOURCE, source(workload, directory), workload.sources());
        String before = Workload.SOURCE;
        for (String bolt : workload.between()) {
            builder.setBolt(bolt, bolt.equals("split") ? split() : identity(), workload.bolts())
                    .shuffleGrouping(before);
            before = bolt;
        }
        group(builder.setBolt(Workload.SINK, sink(workload, directory), workload.sinks()), workload, before);
        return builder.build();
    }

    private static TallySpout source(Workload workload, String directory) {
        return switch (workload.shape()) {
            case SPOUT_NULL, SPOUT_ID_NULL, CHAIN_5, FANOUT_ALL -> new NumberSpout(workload, directory);
            case GROUPING ->
                workload.grouping().equals("direct")
                        ? new DirectSpout(workload, directory)
                        : new NumberSpout(workload, directory);
            case WORD_COUNT -> new LineSpout(workload, directory);
            case PAYLOAD -> new PayloadSpout(workload, directory);
            case LATENCY -> new ScheduledSpout(workload, directory);
            case IDLE -> new IdleSpout(workload, directory);
        };
    }

    private static Bolt sink(Workload workload, String directory) {
        return switch (workload.shape()) {
            case WORD_COUNT -> new CountSink(directory);
            case LATENCY -> new LatencySink(directory);
            default -> new NullSink(directory);
        };
    }

    private static void group(BoltDeclarer sink, Workload workload, String before) {
        switch (workload.shape()) {
            case WORD_COUNT -> sink.fieldsGrouping(before, new Fields("word"));
            case FANOUT_ALL -> sink.allGrouping(before);
            case GROUPING -> groupBy(sink, workload.grouping(), before);
            default -> sink.shuffleGrouping(before);
        }
    }

    private static void groupBy(BoltDeclarer sink, String grouping, String before) {
        switch (grouping) {
            case "shuffle" -> sink.shuffleGrouping(before);
            case "fields" -> sink.fieldsGrouping(before, new Fields("value"));
            case "partial-key" -> sink.partialKeyGrouping(before, new Fields("value"));
            case "all" -> sink.allGrouping(before);
            case "global" -> sink.globalGrouping(before);
            case "none" -> sink.noneGrouping(before);
            case "direct" -> sink.directGrouping(before);
            case "local-or-shuffle" -> sink.localOrShuffleGrouping(before);
            default -> throw new IllegalArgumentException("no grouping '" + grouping + "'");
        }
    }

    private static BasicBolt identity() {
        return BasicBolt.emitting(
                new Fields("value"), (tuple, collector) -> collector.emit(new Values(tuple.getValue(0))));
    }

    private static BasicBolt split() {
        return BasicBolt.emitting(new Fields("word"), (tuple, collector) -> {
            StringTokenizer words = new StringTokenizer(tuple.getString(0));
            while (words.hasMoreTokens()) {
                collector.emit(new Values(words.nextToken()));
            }
        });
    }
}

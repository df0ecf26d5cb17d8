package dev.vendaval.peers.storm;

import dev.vendaval.tests.benchmarks.tally.Control;
import dev.vendaval.tests.benchmarks.workload.Shape;
import dev.vendaval.tests.benchmarks.workload.Workload;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.storm.Config;
import org.apache.storm.StormSubmitter;
import org.apache.storm.generated.StormTopology;
import org.apache.storm.topology.BoltDeclarer;
import org.apache.storm.topology.IRichBolt;
import org.apache.storm.topology.TopologyBuilder;
import org.apache.storm.tuple.Fields;

/** Builds and submits a workload, with the configuration it is given and Storm's defaults for the rest. */
public final class WorkloadTopology {
    private WorkloadTopology() {}

    /** Submits it: NAME TALLY_DIRECTORY, the workload's arguments, and any number of key=value. */
    public static void main(String[] args) throws Exception {
        List<String> arguments = List.of(args);
        Workload workload = Workload.parse(arguments.subList(2, arguments.size()));
        Map<String, Object> configuration = new HashMap<>();
        configuration.put(Config.TOPOLOGY_WORKERS, workload.workers());
        for (String setting : arguments.subList(2 + Workload.FIELDS, arguments.size())) {
            int equals = setting.indexOf('=');
            configuration.put(setting.substring(0, equals), value(setting.substring(equals + 1)));
        }
        StormTopology topology = topology(workload, arguments.get(1));
        Control.submitCalled(Path.of(arguments.get(1)));
        StormSubmitter.submitTopology(arguments.get(0), configuration, topology);
    }

    /** Storm wants its numbers as numbers. */
    private static Object value(String text) {
        return text.chars().allMatch(Character::isDigit) ? Integer.valueOf(text) : text;
    }

    /** Storm deals tasks out to workers by component name: with two workers source and sink part. */
    private static StormTopology topology(Workload workload, String directory) {
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout(Workload.SOURCE, source(workload, directory), workload.sources());
        String before = Workload.SOURCE;
        for (String bolt : workload.between()) {
            IRichBolt work = bolt.equals("split") ? new SplitBolt() : new IdentityBolt();
            builder.setBolt(bolt, work, workload.bolts()).shuffleGrouping(before);
            before = bolt;
        }
        group(builder.setBolt(Workload.SINK, sink(workload.shape(), directory), workload.sinks()), workload, before);
        return builder.createTopology();
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

    private static TallyBolt sink(Shape shape, String directory) {
        return switch (shape) {
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
}

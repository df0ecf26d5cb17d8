package dev.vendaval.tests.benchmarks.workload;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * One topology to run and measure.
 *
 * @param scenario the id in the command line and the results, {@code spout-null-tracked-2w} for example
 * @param shape the topology
 * @param tracked whether sources emit with ids and every bolt acks; a system without tracking runs only the others
 * @param workers worker processes; with 2 the sources' process must not be the sinks'
 * @param sources tasks (= executors) of the source
 * @param bolts tasks (= executors) of each component between source and sink
 * @param sinks tasks (= executors) of the sink
 * @param ratePerSecond tuples a second of all sources together; 0 for as many as they can
 * @param payloadBytes length of the second value of {@link Shape#PAYLOAD}; otherwise 0
 * @param grouping of {@link Shape#GROUPING}: shuffle, fields, partial-key, all, global, none, direct (the source names
 *     the sinks' tasks in turn) or local-or-shuffle; otherwise empty
 */
public record Workload(
        String scenario,
        Shape shape,
        boolean tracked,
        int workers,
        int sources,
        int bolts,
        int sinks,
        int ratePerSecond,
        int payloadBytes,
        String grouping)
        implements Serializable {
    /** The component that emits. */
    public static final String SOURCE = "source";

    /** The last component. */
    public static final String SINK = "sink";

    /** How many {@link #toArguments} there are. */
    public static final int FIELDS = 10;

    public Workload {
        if (workers < 1 || sources < 1 || bolts < 0 || sinks < 1 || ratePerSecond < 0 || payloadBytes < 0) {
            throw new IllegalArgumentException("a number of the workload '" + scenario + "' is too small");
        }
    }

    /** One task of each kind. */
    public static Workload of(String scenario, Shape shape, boolean tracked, int workers) {
        return new Workload(scenario, shape, tracked, workers, 1, 1, 1, 0, 0, "");
    }

    public Workload withTasks(int newSources, int newBolts, int newSinks) {
        return new Workload(
                scenario,
                shape,
                tracked,
                workers,
                newSources,
                newBolts,
                newSinks,
                ratePerSecond,
                payloadBytes,
                grouping);
    }

    public Workload withRate(int newRatePerSecond) {
        return new Workload(
                scenario, shape, tracked, workers, sources, bolts, sinks, newRatePerSecond, payloadBytes, grouping);
    }

    public Workload withPayload(int newPayloadBytes) {
        return new Workload(
                scenario, shape, tracked, workers, sources, bolts, sinks, ratePerSecond, newPayloadBytes, grouping);
    }

    public Workload withGrouping(String newGrouping) {
        return new Workload(
                scenario, shape, tracked, workers, sources, bolts, sinks, ratePerSecond, payloadBytes, newGrouping);
    }

    /** Tuples that all sinks together receive for each tuple of a source; lines of text count for themselves. */
    public int copies() {
        boolean toAll = shape == Shape.FANOUT_ALL || grouping.equals("all");
        return toAll ? sinks : 1;
    }

    /** The components between source and sink, in their order. */
    public List<String> between() {
        return switch (shape) {
            case SPOUT_NULL, FANOUT_ALL, GROUPING, PAYLOAD, IDLE -> List.of();
            case SPOUT_ID_NULL, LATENCY -> List.of("id");
            case WORD_COUNT -> List.of("split");
            case CHAIN_5 -> List.of("hop1", "hop2", "hop3", "hop4");
        };
    }

    /** This workload as arguments of a main method; {@link #parse} reads them back. */
    public List<String> toArguments() {
        return List.of(
                scenario,
                shape.name(),
                String.valueOf(tracked),
                String.valueOf(workers),
                String.valueOf(sources),
                String.valueOf(bolts),
                String.valueOf(sinks),
                String.valueOf(ratePerSecond),
                String.valueOf(payloadBytes),
                grouping.isEmpty() ? "-" : grouping);
    }

    /** Reads {@link #toArguments} from the beginning of a main method's arguments. */
    public static Workload parse(List<String> arguments) {
        if (arguments.size() < FIELDS) {
            throw new IllegalArgumentException("a workload has " + FIELDS + " arguments, not " + arguments);
        }
        List<Integer> numbers = new ArrayList<>();
        arguments.subList(3, 9).forEach(number -> numbers.add(Integer.parseInt(number)));
        return new Workload(
                arguments.get(0),
                Shape.valueOf(arguments.get(1)),
                Boolean.parseBoolean(arguments.get(2)),
                numbers.get(0),
                numbers.get(1),
                numbers.get(2),
                numbers.get(3),
                numbers.get(4),
                numbers.get(5),
                arguments.get(9).equals("-") ? "" : arguments.get(9));
    }
}

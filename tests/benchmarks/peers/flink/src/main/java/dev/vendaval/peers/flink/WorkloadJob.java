package dev.vendaval.peers.flink;

import dev.vendaval.tests.benchmarks.tally.Control;
import dev.vendaval.tests.benchmarks.workload.Workload;
import java.nio.file.Path;
import java.util.List;
import java.util.StringTokenizer;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;

/** Runs a workload in this process and then waits to be ended, so that who measures it finds it until then. */
public final class WorkloadJob {
    private WorkloadJob() {}

    /** {@code chained} or {@code unchained}, TALLY_DIRECTORY and the workload's arguments. Ends with standard input. */
    public static void main(String[] args) throws Exception {
        List<String> arguments = List.of(args);
        Workload workload = Workload.parse(arguments.subList(2, arguments.size()));
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
        if (arguments.get(0).equals("unchained")) {
            environment.disableOperatorChaining();
        }
        build(environment, workload, arguments.get(1));
        Control.submitCalled(Path.of(arguments.get(1)));
        environment
                .executeAsync(workload.scenario())
                .getJobExecutionResult()
                .whenComplete((result, failure) -> endOnFailure(failure));
        while (System.in.read() >= 0) {
            // Whoever started this says nothing, it only goes away.
        }
        Runtime.getRuntime().halt(0);
    }

    /** A job that failed must not look like one that waits. */
    private static void endOnFailure(@Nullable Throwable failure) {
        if (failure != null) {
            failure.printStackTrace();
            Runtime.getRuntime().halt(1);
        }
    }

    private static void build(StreamExecutionEnvironment environment, Workload workload, String directory) {
        switch (workload.shape()) {
            case SPOUT_NULL -> sink(numbers(environment, workload, directory), workload, directory);
            case SPOUT_ID_NULL ->
                sink(
                        numbers(environment, workload, directory)
                                .map(number -> number)
                                .returns(Types.LONG)
                                .setParallelism(workload.bolts()),
                        workload,
                        directory);
            case WORD_COUNT -> countWords(environment, workload, directory);
            default -> throw new IllegalArgumentException("no job for " + workload.shape());
        }
    }

    private static DataStream<Long> numbers(StreamExecutionEnvironment environment, Workload workload, String directory) {
        return source(environment, workload, new TallySource.Numbers(workload, directory), Types.LONG);
    }

    private static <T> DataStream<T> source(
            StreamExecutionEnvironment environment, Workload workload, TallySource<T> source, TypeInformation<T> type) {
        return environment
                .fromSource(source, WatermarkStrategy.noWatermarks(), Workload.SOURCE, type)
                .setParallelism(workload.sources());
    }

    private static void sink(DataStream<Long> numbers, Workload workload, String directory) {
        numbers.sinkTo(new TallySink<Long>(directory)).setParallelism(workload.sinks());
    }

    private static void countWords(StreamExecutionEnvironment environment, Workload workload, String directory) {
        DataStream<String> words = source(environment, workload, new TallySource.Text(workload, directory), Types.STRING)
                .<String>flatMap((line, collector) -> {
                    StringTokenizer text = new StringTokenizer(line);
                    while (text.hasMoreTokens()) {
                        collector.collect(text.nextToken());
                    }
                })
                .returns(Types.STRING)
                .setParallelism(workload.bolts());
        words.keyBy(word -> word).sinkTo(new CountSink(directory)).setParallelism(workload.sinks());
    }
}

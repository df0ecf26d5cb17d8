package dev.vendaval.tests.steps;

import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs the benchmarks of single steps and prints nanoseconds a step. */
@Command(
        name = "tests/benchmarks/steps",
        mixinStandardHelpOptions = true,
        description = "Measures single steps of a tuple's way with JMH, in nanoseconds a step.")
public final class Steps implements Callable<Integer> {
    @Option(names = "--list", description = "list the benchmarks and exit")
    private boolean list;

    @Option(names = "--quick", description = "about a second each; for a first look")
    private boolean quick;

    @Option(names = "--allocation", description = "also print the bytes allocated a step")
    private boolean allocation;

    @Parameters(
            paramLabel = "REGEX",
            arity = "0..1",
            defaultValue = ".*",
            description = "only benchmarks whose name has a match; default: all")
    private String regex = ".*";

    private Steps() {}

    /** Entry point of {@code tests/benchmarks/steps}. */
    public static void main(String[] args) {
        int status = new CommandLine(new Steps()).execute(args);
        System.exit(status);
    }

    @Override
    public Integer call() throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include(Steps.class.getPackageName() + ".*(" + regex + ")")
                .mode(Mode.AverageTime)
                .timeUnit(TimeUnit.NANOSECONDS)
                .forks(1)
                .warmupIterations(quick ? 2 : 3)
                .warmupTime(TimeValue.milliseconds(quick ? 300 : 1000))
                .measurementIterations(quick ? 3 : 5)
                .measurementTime(TimeValue.milliseconds(quick ? 200 : 1000))
                .jvmArgsAppend("-Xmx2g")
                .shouldFailOnError(true);
        if (allocation) {
            options.addProfiler("gc");
        }
        Runner runner = new Runner(options.build());
        if (list) {
            runner.list();
        } else {
            runner.run();
        }
        return 0;
    }
}

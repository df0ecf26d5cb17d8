package dev.vendaval.tests.benchmarks;

import static org.awaitility.Awaitility.await;

import dev.vendaval.tests.benchmarks.engine.Engine;
import dev.vendaval.tests.benchmarks.engine.Submission;
import dev.vendaval.tests.benchmarks.tally.Control;
import dev.vendaval.tests.benchmarks.tally.Tallies;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.awaitility.core.ConditionTimeoutException;

/**
 * One submission of one scenario to one system: submit, warm up, measure over one window, stop the sources, drain, check
 * that every tuple arrived and, tracked, was acked. Throws {@link InvalidRunException} otherwise.
 */
final class Round {
    private static final Duration BEGIN = Duration.ofSeconds(90);
    private static final Duration SURPLUS = Duration.ofMillis(200);
    private static final Duration MEMORY_INTERVAL = Duration.ofMillis(500);
    private static final Duration POLL = Duration.ofMillis(20);
    private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final double NANOS_PER_MILLI = TimeUnit.MILLISECONDS.toNanos(1);

    private final Engine engine;
    private final String system;
    private final Scenario scenario;
    private final Timing timing;
    private final Path directory;
    private final Tallies tallies;
    private final Control control;

    /** Makes the control file in the directory, which is empty and, if there is such a file system, in memory. */
    Round(Engine engine, String system, Scenario scenario, Timing timing, Path directory) {
        this.engine = engine;
        this.system = system;
        this.scenario = scenario;
        this.timing = scenario.isIdle() ? timing.ofIdle() : timing;
        this.directory = directory;
        tallies = new Tallies(directory);
        control = Control.create(directory);
    }

    Measurement run() throws IOException {
        long submittedAt = System.nanoTime();
        Submission submission = engine.submit(system, scenario.workload(), directory);
        try {
            awaitTotals(BEGIN, "all tasks to begin", this::hasBegun);
            checkPlaces();
            Measurement measured = measure(submission, submittedAt);
            control.stop();
            drain();
            return measured;
        } finally {
            submission.stop();
        }
    }

    private boolean hasBegun(Totals totals) {
        return totals.sources() + totals.sinks() >= scenario.tallies()
                && (scenario.isIdle() || totals.firstReceivedAtNanos() != 0);
    }

    private void checkPlaces() {
        List<String> misplaced = totals().misplaced(scenario);
        if (!misplaced.isEmpty()) {
            throw invalid(misplaced);
        }
    }

    private Measurement measure(Submission submission, long submittedAt) {
        WorkerProcesses workers = new WorkerProcesses(submission.workers());
        if (workers.count() < scenario.workload().workers()) {
            throw invalid(List.of("there are only " + workers.count() + " worker processes"));
        }
        boolean untilFirst = scenario.kind() == Scenario.Kind.FIRST_TUPLE;
        if (!untilFirst) {
            passUntil(System.nanoTime() + timing.warmUp().toNanos());
        }
        Edge from = edge(workers);
        long resident = untilFirst ? workers.largestResidentBytes() : window(workers, from);
        Edge to = edge(workers);
        Latencies toSink = Latencies.between(from.toSink, to.toSink);
        double cores = (to.cpuNanos - from.cpuNanos) / (double) (to.atNanos - from.atNanos);
        long firstAt = totals().firstReceivedAtNanos();
        double value = switch (scenario.kind()) {
            case THROUGHPUT ->
                Math.round((to.received - from.received) * NANOS_PER_SECOND / (to.atNanos - from.atNanos));
            case LATENCY -> toSink.medianUs();
            case PROCESSOR_TIME -> Math.round(cores * TimeUnit.SECONDS.toMicros(1));
            case FIRST_TUPLE -> Math.round((firstAt - submittedAt) / NANOS_PER_MILLI);
        };
        return new Measurement(
                value,
                untilFirst ? 0 : cores,
                resident,
                toSink,
                Latencies.between(from.toAck, to.toAck),
                untilFirst ? sinceSubmitCall(firstAt) : OptionalDouble.empty(),
                workers.jvmFlags());
    }

    /** Waits for the end of the window; the most resident memory meanwhile. */
    private long window(WorkerProcesses workers, Edge from) {
        long end = from.atNanos + timing.window().toNanos();
        long resident = 0;
        while (end - System.nanoTime() > 0) {
            resident = Math.max(resident, workers.largestResidentBytes());
            passUntil(Math.min(end, System.nanoTime() + MEMORY_INTERVAL.toNanos()));
        }
        return resident;
    }

    private Edge edge(WorkerProcesses workers) {
        // Latencies first: they take longest to read, and the times should be those of the counts.
        long[] toSink = tallies.latencies(true);
        long[] toAck = tallies.latencies(false);
        long cpu = workers.cpuNanos();
        long received = totals().received();
        return new Edge(System.nanoTime(), cpu, received, toSink, toAck);
    }

    /** Everything at one edge of the window. */
    private static final class Edge {
        final long atNanos;
        final long cpuNanos;
        final long received;
        final long[] toSink;
        final long[] toAck;

        Edge(long atNanos, long cpuNanos, long received, long[] toSink, long[] toAck) {
            this.atNanos = atNanos;
            this.cpuNanos = cpuNanos;
            this.received = received;
            this.toSink = toSink;
            this.toAck = toAck;
        }
    }

    private OptionalDouble sinceSubmitCall(long firstAtNanos) {
        long calledAt = control.submitCalledAtNanos();
        return calledAt == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of((double) Math.round((firstAtNanos - calledAt) / NANOS_PER_MILLI));
    }

    private void drain() {
        boolean tracked = scenario.workload().tracked();
        awaitTotals(
                timing.drain(),
                "everything emitted to arrive",
                totals -> totals.faults(tracked).isEmpty());
        passUntil(System.nanoTime() + SURPLUS.toNanos());
        List<String> faults = totals().faults(tracked);
        if (!faults.isEmpty()) {
            throw invalid(faults);
        }
    }

    private void awaitTotals(Duration atMost, String what, Predicate<Totals> until) {
        try {
            await(what).atMost(atMost).pollInterval(POLL).until(this::totals, until);
        } catch (ConditionTimeoutException e) {
            List<String> faults = new ArrayList<>(List.of("waited " + atMost.toSeconds() + " s for " + what));
            Totals totals = totals();
            faults.addAll(totals.misplaced(scenario));
            faults.addAll(totals.faults(scenario.workload().tracked()));
            InvalidRunException invalid = invalid(faults);
            invalid.initCause(e);
            throw invalid;
        }
    }

    private Totals totals() {
        return Totals.of(tallies.read());
    }

    private InvalidRunException invalid(List<String> faults) {
        return new InvalidRunException(scenario.id() + " on " + system + " is not valid: " + String.join("; ", faults));
    }

    private static void passUntil(long deadlineNanos) {
        for (long left = deadlineNanos - System.nanoTime(); left > 0; left = deadlineNanos - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}

package dev.vendaval.tests.chaos;

import static org.awaitility.Awaitility.await;

import dev.vendaval.protocol.service.ServiceException;
import dev.vendaval.tests.benchmarks.Stalls;
import dev.vendaval.tests.benchmarks.StolenTimes;
import dev.vendaval.tests.harness.Yardstick;
import dev.vendaval.tests.tapes.Flow;
import dev.vendaval.tests.topologies.chaos.Tape.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.core.ConditionTimeoutException;

/**
 * One fault on a running cluster: the flow is steady, the fault strikes, the flow is watched, the source holds until all
 * that it emitted is done, and the {@link Checker} looks. Then the source goes on for the next one.
 */
final class Trial {
    private static final Duration STEADY = Duration.ofSeconds(3);
    private static final Duration STEADY_AT_MOST = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(250);
    private static final double STEADY_WITHIN = 0.02;
    private static final Duration SAMPLED_EVERY = Duration.ofMillis(20);

    /** A thread that only sleeps is not kept from a processor for so long by others that work. */
    private static final Duration STALL = SAMPLED_EVERY.plusMillis(50);

    private final ChaosCluster cluster;
    private final Subject subject;
    private final Fault fault;
    private final List<String> complaints = new ArrayList<>();

    /** Of this fault on a machine as slow as this one was before it or, if that is slower, after it. */
    private Duration bound = Duration.ZERO;

    /** As much longer as the bound is before the fault, so that a recovery within it is seen, and what comes after it. */
    private Duration watched = Duration.ZERO;

    /** While the fault was watched: what the host of this machine gave of the processors' time to others. */
    private final StolenTimes stolen = new StolenTimes();

    /** And when the machine stood still. */
    private final Stalls stalls = new Stalls();

    /** Of the workers that were launched for the fault the longest one, from its launch until it was ready. */
    private Duration start = Duration.ZERO;

    private Trial(ChaosCluster cluster, Fault fault) {
        this.cluster = cluster;
        this.subject = new Subject(cluster, ChaosCluster.TOPOLOGY);
        this.fault = fault;
    }

    static Verdict of(ChaosCluster cluster, Fault fault) throws Exception {
        return new Trial(cluster, fault).run();
    }

    private Verdict run() throws Exception {
        awaitSteady();
        bound = Yardstick.apply(fault.bound());
        watched = fault.watched().plus(bound).minus(fault.bound());
        Counts before = Counts.of(cluster.history());
        Set<Long> bystander = cluster.bystanderPids();
        long countsFrom = strikeWatchAndMend();
        complaints.addAll(subject.rest());
        Duration atRest = Yardstick.apply(fault.bound()); // no tuple is under way
        bound = atRest.compareTo(bound) > 0 ? atRest : bound;
        History history = subject.history();
        Rest rest = new Rest(subject.pids(), subject.inFlight(), bystander, cluster.bystanderPids());
        complaints.addAll(Checker.complaints(history, rest));
        Verdict verdict = measure(history, countsFrom, before);
        subject.goOn();
        return verdict;
    }

    private void awaitSteady() {
        await("before '" + fault.name() + "': a steady rate")
                .atMost(STEADY_AT_MOST)
                .pollInterval(POLL)
                .until(
                        () -> {
                            long now = System.nanoTime();
                            return Flow.of(cluster.history().firstTimes(Kind.RECEIVED))
                                    .perSecond(now - STEADY.toNanos(), now);
                        },
                        perSecond -> Math.abs(perSecond - ChaosCluster.PER_SECOND)
                                < STEADY_WITHIN * ChaosCluster.PER_SECOND);
    }

    private long strikeWatchAndMend() throws Exception {
        long countsFrom = System.nanoTime();
        Instant struckAt = Instant.now();
        try {
            Fault.Struck struck = fault.strike().on(cluster);
            countsFrom = struck.countsFrom();
            watchUntil(countsFrom + watched.toNanos());
            start = cluster.workerStarts(struckAt).stream()
                    .max(Comparator.naturalOrder())
                    .orElse(Duration.ZERO);
            struck.mend().run();
        } catch (ConditionTimeoutException | AssertionError | ServiceException e) {
            complaints.add("the fault did not go as it should: " + e.getMessage());
        }
        return countsFrom;
    }

    private void watchUntil(long end) {
        sample();
        while (System.nanoTime() - end < 0) {
            LockSupport.parkNanos(SAMPLED_EVERY.toNanos());
            sample();
        }
    }

    private void sample() {
        stalls.look(System.nanoTime());
        stolen.sample();
    }

    private Verdict measure(History history, long countsFrom, Counts before) {
        long until = countsFrom + watched.toNanos();
        Flow flow = Flow.of(history.firstTimes(Kind.RECEIVED));
        Duration recovery = flow.recovery(countsFrom, until, ChaosCluster.PER_SECOND);
        double lowest = flow.lowestPerSecond(countsFrom + recovery.toNanos(), until) / ChaosCluster.PER_SECOND;
        Duration replayed = lastAckOfAReplay(history, countsFrom);
        Counts counts = Counts.of(history).since(before);
        if (fault.trees() == Fault.Trees.NONE_FAILS && counts.failed() > 0) {
            complaints.add(counts.failed() + " trees failed, none should");
        }
        List<String> late = late(flow, recovery, replayed, countsFrom, until);
        return new Verdict(
                fault,
                bound,
                recovery,
                lowest,
                replayed,
                counts,
                start,
                stolen.share(),
                List.copyOf(complaints),
                late,
                !late.isEmpty()
                        && late(flow, ownRecovery(flow, countsFrom, until), replayed, countsFrom, until)
                                .isEmpty());
    }

    /** Without the seconds of which the host took so much, or in which the machine stood still, that they say nothing. */
    private Duration ownRecovery(Flow flow, long countsFrom, long until) {
        return flow.recovery(
                countsFrom, until, ChaosCluster.PER_SECOND, start -> tells(start, start + Flow.WINDOW.toNanos()));
    }

    private boolean tells(long from, long until) {
        return stolen.share(from, until) <= Verdict.MOST_STOLEN && stalls.longest(from, until) < STALL.toNanos();
    }

    private List<String> late(Flow flow, Duration recovery, Duration replayed, long countsFrom, long until) {
        List<String> late = new ArrayList<>();
        if (recovery.compareTo(bound) > 0) {
            late.add("90 %% of the rate came back after %.2f s, bound %.1f s"
                    .formatted(seconds(recovery), seconds(bound)));
        }
        double stays = flow.perSecond(countsFrom + recovery.toNanos(), until) / ChaosCluster.PER_SECOND;
        if (stays < Flow.ENOUGH) {
            late.add("only %.0f %% of the rate from then on".formatted(100 * stays));
        }
        if (fault.trees() == Fault.Trees.REPLAYED_WITHIN_BOUND && replayed.compareTo(bound) > 0) {
            late.add("the last replay was acked after %.2f s, bound %.1f s"
                    .formatted(seconds(replayed), seconds(bound)));
        }
        return late;
    }

    /** When the last id was acked that had to be emitted again. */
    private static Duration lastAckOfAReplay(History history, long countsFrom) {
        BitSet replays = history.repeated(Kind.EMITTED);
        long[] acked = history.firstTimes(Kind.ACKED);
        long last = replays.stream()
                .filter(id -> id < acked.length && acked[id] != Long.MAX_VALUE)
                .mapToLong(id -> acked[id])
                .reduce(countsFrom, Math::max);
        return Duration.ofNanos(last - countsFrom);
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}

package dev.vendaval.tests.benchmarks.changes;

import dev.vendaval.tests.benchmarks.StolenTime;
import dev.vendaval.tests.benchmarks.engine.Hosts;
import dev.vendaval.tests.tapes.Playback;
import dev.vendaval.tests.topologies.chaos.Counting;
import dev.vendaval.tests.topologies.chaos.Switch;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * One submission of the counting topology, the changes that are made to it, and what its tapes tell of each. Throws
 * {@link IllegalStateException} as soon as something does not arrive in time. For one thread.
 */
final class Trial {
    private static final Duration BEGIN = Duration.ofMinutes(2);
    private static final Duration WARM_UP = Duration.ofSeconds(10);
    private static final Duration QUIET = Duration.ofSeconds(2);
    /** As long as a rebalance that starts a worker, with what comes after it. */
    private static final Duration NOTHING = Duration.ofSeconds(5);

    private static final Duration SETTLING = Duration.ofSeconds(1);
    /** For so long the rate must be back before a change counts as over that nobody says is over. */
    private static final Duration STEADY = Duration.ofSeconds(3);

    private static final Duration OVER = Duration.ofMinutes(4);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final double ENOUGH = 0.9;
    private static final double NANOS_PER_MILLI = TimeUnit.MILLISECONDS.toNanos(1);

    private final Hosts hosts;
    private final Course course;
    private final String topology;
    private final Path tapes;
    private final Playback playback;

    /**
     * Submits nothing yet.
     *
     * @param tapes an empty directory for the topology's tapes
     */
    Trial(Hosts hosts, Course course, String topology, Path tapes) {
        this.hosts = hosts;
        this.course = course;
        this.topology = topology;
        this.tapes = tapes;
        this.playback = new Playback(tapes);
    }

    /** Makes each change of the course so many times, in turn. */
    void run(int rounds, Consumer<Outcome> outcomes) throws IOException {
        hosts.submit(topology, tapes, course.workers(), course.perSecond(), course.countTasks());
        try {
            awaitThat("every key to arrive", BEGIN, playback::hasEveryKey);
            awaitThat(
                    "a part in each of " + course.workers() + " workers",
                    BEGIN,
                    () -> playback.pids().size() == course.workers());
            pass(WARM_UP);
            for (int round = 0; round < rounds; round++) {
                for (Change change : course.changes()) {
                    outcomes.accept(make(change));
                }
            }
            Switch.HOLD.on(tapes);
            pass(SETTLING);
            awaitDone(System.nanoTime());
        } finally {
            hosts.remove(topology);
        }
    }

    /** A change that is over, since when it was made, and what the system said of it. */
    private record Made(long from, Map<String, Object> told) {}

    private Outcome make(Change change) throws IOException {
        pass(QUIET);
        StolenTime stolen = new StolenTime();
        Made made = switch (change.kind()) {
            case NOTHING -> nothing();
            case REBALANCE, GROWTH -> rebalance(change);
            case DRAIN -> drain(false, Counting.COUNT);
            case DRAIN_OF_SOURCE -> drain(true, Counting.SOURCE);
            case DEATH_OF_WORKER -> deathOfWorker();
            case DEATH_OF_HOST -> deathOfHost();
        };
        pass(SETTLING);
        long until = System.nanoTime();
        double share = stolen.share();
        awaitDone(until);
        Outcome outcome = outcome(change, made, until, share);
        if (change.kind() == Change.Kind.DEATH_OF_HOST) {
            hosts.restartHost();
        }
        return outcome;
    }

    private static Made nothing() {
        long from = System.nanoTime();
        pass(NOTHING);
        return new Made(from, Map.of());
    }

    private Made rebalance(Change change) throws IOException {
        long from = System.nanoTime();
        Map<String, Object> told = hosts.rebalance(topology, change.options());
        if (told.isEmpty()) {
            awaitThat(
                    "the change to be over",
                    OVER,
                    () -> playback.hasBegun(Counting.COUNT, from)
                            && playback.pids().size() == change.workersAfter()
                            && isSteady(from));
        }
        return new Made(from, told);
    }

    private Made drain(boolean ofSource, String moved) throws IOException {
        long from = System.nanoTime();
        Map<String, Object> told = hosts.drain(topology, ofSource);
        awaitThat(moved + " to be at another place", OVER, () -> playback.hasBegun(moved, from));
        return new Made(from, told);
    }

    private Made deathOfWorker() throws IOException {
        long victim = workerWithoutSource();
        long from = System.nanoTime();
        ProcessHandle.of(victim).ifPresent(ProcessHandle::destroyForcibly);
        return back(from);
    }

    private Made deathOfHost() throws IOException {
        return back(hosts.killHost(topology, workerWithoutSource()));
    }

    private Made back(long from) throws IOException {
        awaitThat("the rate to be back", OVER, () -> isSteady(from));
        return new Made(from, Map.of());
    }

    private boolean isSteady(long since) {
        long now = System.nanoTime();
        long start = now - STEADY.toNanos();
        return start - SETTLING.toNanos() > since
                && playback.flow().perSecond(start, now) >= ENOUGH * course.perSecond()
                && playback.longestSilence(start, now) < SETTLING.toNanos();
    }

    /** The one with the smallest process id, if there are several. */
    private long workerWithoutSource() throws IOException {
        playback.readOn();
        Set<Long> pids = playback.pids();
        pids.removeAll(playback.pids(Counting.SOURCE));
        return pids.stream()
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(topology + " has no worker without the source"));
    }

    private void awaitDone(long emittedBefore) throws IOException {
        awaitThat(
                "everything emitted to arrive and be acked",
                OVER,
                () -> playback.undone(Long.MIN_VALUE, emittedBefore) == 0);
    }

    private Outcome outcome(Change change, Made made, long until, double stolen) {
        long from = made.from();
        long over = System.nanoTime();
        return new Outcome(
                change,
                playback.longestSilence(from, until) / NANOS_PER_MILLI,
                playback.flow().firstWindowBack(from, until, course.perSecond()).toNanos() / NANOS_PER_MILLI,
                (playback.lastReplayAcked(from, over) - from) / NANOS_PER_MILLI,
                playback.emitted(from, until),
                playback.failed(from, over),
                playback.repeated(from, over),
                playback.reordered(from, until),
                playback.miscounted(from, until),
                stolen,
                made.told());
    }

    private void awaitThat(String what, Duration atMost, BooleanSupplier until) throws IOException {
        long deadline = System.nanoTime() + atMost.toNanos();
        playback.readOn();
        while (!until.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException(topology + " on " + hosts.system() + ": waited " + atMost.toSeconds()
                        + " s for " + what + "; " + playback.undone(Long.MIN_VALUE, Long.MAX_VALUE)
                        + " ids are not done");
            }
            pass(POLL);
            playback.readOn();
        }
    }

    private static void pass(Duration time) {
        long deadline = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = deadline - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}

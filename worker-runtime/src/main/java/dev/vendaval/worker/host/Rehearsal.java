package dev.vendaval.worker.host;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Before its first rebalance a worker plays the whole way of a tuple and of a change once, so that the JVM has linked and
 * compiled it when the tuples come whose senders would wait (decision 0023): {@link RehearsedCluster}, some thousand tracked
 * tuples, and a bolt that moves with its memory. It is over when what that has set off is compiled, else the compiler
 * would take processors from the change itself; or at its limit, since some of it is better than none.
 *
 * <pre>
 * PLAYING --played, limit, a fault, stop--&gt; ENDING --its workers have ended--&gt; OVER
 * </pre>
 *
 * <p>On a thread of its own. {@link #isOver} is for any thread, the rest for who began it.
 */
final class Rehearsal implements AutoCloseable {
    private static final Duration MOST = Duration.ofSeconds(10);

    /** The rest of the time to prepare a rebalance is for its other parts. */
    private static final int PART_OF_PREPARE_TIMEOUT = 3;

    private static final Logger log = LoggerFactory.getLogger(Rehearsal.class);
    private static final int TUPLES = 4_000;
    private static final long LOOK_MS = 2;
    private static final long COMPILER_LOOK_NANOS = 20 * BackgroundWork.TICK_NANOS;

    /** The compiler rests if it took no more than this part of one processor. */
    private static final double COMPILER_RESTS = 0.25;

    private static final long CLOSE_LIMIT_MS = 2_000;

    private final WorkerOptions options;
    private final Duration limit;
    private final Runnable whenOver;
    private final CountDownLatch unwanted = new CountDownLatch(1);
    private final Thread thread;
    private final long begun;
    private volatile boolean over;
    private volatile boolean complete;
    private volatile boolean cutShort;

    private Rehearsal(WorkerOptions options, Duration limit, Runnable whenOver) {
        this.options = options;
        this.limit = limit;
        this.whenOver = whenOver;
        this.begun = options.clock().nanos();
        this.thread = new Thread(this::run, options.topologyId() + "/" + options.port() + "/rehearsal");
    }

    /**
     * Begins one.
     *
     * @param options of the worker that rehearses
     * @param limit after which it ends all the same
     * @param whenOver called once, on the rehearsal's thread
     */
    static Rehearsal begin(WorkerOptions options, Duration limit, Runnable whenOver) {
        Rehearsal rehearsal = new Rehearsal(options, limit, whenOver);
        rehearsal.thread.setDaemon(true);
        rehearsal.thread.start();
        return rehearsal;
    }

    /** For how long whoever waits for a rehearsal waits at most, besides for the end of its workers. */
    static Duration limit(Duration prepareTimeout) {
        Duration part = prepareTimeout.dividedBy(PART_OF_PREPARE_TIMEOUT);
        return part.compareTo(MOST) < 0 ? part : MOST;
    }

    /** Whether nobody need wait for it any more. */
    boolean isOver() {
        return over;
    }

    /** Whether all of it was played. */
    boolean isComplete() {
        return complete;
    }

    /** Whether it is over since nobody waited for it any more: another one is worth while. */
    boolean isCutShort() {
        return over && cutShort;
    }

    private void run() {
        try {
            complete = play() && isCompiled();
        } catch (Throwable e) {
            // Only a preparation, whatever went wrong: the worker is as able as before, and its first tuples take
            // longer.
            log.warn("{}: the rehearsal broke off", options, e);
        } finally {
            over = true;
            whenOver.run();
        }
        long millis = TimeUnit.NANOSECONDS.toMillis(options.clock().nanos() - begun);
        log.info("{}: rehearsed for {} ms{}", options, millis, complete ? "" : ", not to the end");
    }

    /** Whether it came to its end in time; what it made has ended then. */
    private boolean play() throws IOException, InterruptedException {
        RehearsedCluster cluster = new RehearsedCluster(options, TUPLES);
        try {
            return play(cluster);
        } finally {
            cluster.stop();
        }
    }

    private boolean play(RehearsedCluster cluster) throws IOException, InterruptedException {
        cluster.start();
        if (!isSoon(cluster, () -> cluster.hasAcked(TUPLES / 2))) {
            return false;
        }
        cluster.prepareMove();
        if (!isSoon(cluster, cluster::isPrepared)) {
            return false;
        }
        cluster.commitMove();
        boolean moved = isSoon(cluster, cluster::hasMoved);
        cluster.endMove();
        return moved && isSoon(cluster, () -> cluster.hasAcked(TUPLES));
    }

    private boolean isSoon(RehearsedCluster cluster, BooleanSupplier what) throws InterruptedException {
        while (!what.getAsBoolean()) {
            Throwable fault = cluster.fault();
            if (fault != null) {
                throw new IllegalStateException("a worker of it ended", fault);
            }
            if (isOutOfTime(LOOK_MS)) {
                return false;
            }
        }
        return true;
    }

    /** Lets so much time pass, unless it is over or the rehearsal is unwanted: then it is true. */
    private boolean isOutOfTime(long millis) throws InterruptedException {
        return options.clock().nanos() - begun >= limit.toNanos() || unwanted.await(millis, TimeUnit.MILLISECONDS);
    }

    /** Waits for the compiler to rest; false if it did not in time. */
    private boolean isCompiled() throws InterruptedException {
        if (!BackgroundWork.isKnown()) {
            return true;
        }
        long most = (long) (COMPILER_LOOK_NANOS * COMPILER_RESTS);
        long before = BackgroundWork.nanos();
        while (!isOutOfTime(TimeUnit.NANOSECONDS.toMillis(COMPILER_LOOK_NANOS))) {
            long now = BackgroundWork.nanos();
            if (now - before <= most) {
                return true;
            }
            before = now;
        }
        return false;
    }

    /** Nobody waits for it any more: it ends soon. */
    void stop() {
        cutShort |= !over;
        unwanted.countDown();
    }

    /** Ends it, and waits for that. */
    @Override
    public void close() throws InterruptedException {
        stop();
        thread.join(CLOSE_LIMIT_MS);
        if (thread.isAlive()) {
            log.warn("{}: its rehearsal has not ended within {} ms and is left behind", options, CLOSE_LIMIT_MS);
        }
    }
}

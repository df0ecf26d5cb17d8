package dev.vendaval.tests.benchmarks.tally;

import java.nio.file.Path;

/**
 * What one task of a measured system has done: plain counters in a mapped file {@code
 * <role>-<component>-<task>-<pid>.tally}. Owned and written by the thread that runs the task (one thread at a time: no
 * lock, no system call, a store or two per tuple); the benchmark reads it from another process with {@link Tallies}.
 * A task that starts again in another process gets another file, so sums stay true.
 *
 * <pre>
 *   word  0 format      1 pid        2 emitted    3 expected   4 received   5 acked
 *         6 failed      7 stopped    8 first received at (nanoTime)         9 .. 15 free
 *        16 ..  latencies, one count per bucket of {@link LatencyBuckets}
 * </pre>
 *
 * Deliberately left out: windows and resets. All numbers only grow; a reader subtracts two readings.
 */
public final class Tally {
    static final long FORMAT = 0x56544c5901L;
    static final int FORMAT_WORD = 0;
    static final int PID = 1;
    static final int EMITTED = 2;
    static final int EXPECTED = 3;
    static final int RECEIVED = 4;
    static final int ACKED = 5;
    static final int FAILED = 6;
    static final int STOPPED = 7;
    static final int FIRST_RECEIVED_AT = 8;
    static final int LATENCIES = 16;
    static final int WORDS = LATENCIES + LatencyBuckets.COUNT;

    private final MappedLongs words;
    private long emitted;
    private long expected;
    private long received;
    private long acked;
    private long failed;

    private Tally(MappedLongs words) {
        this.words = words;
    }

    /** The tally of a task that emits tuples into the topology. Makes its file; call it in open on the task's thread. */
    public static Tally ofSource(Path directory, String component, int task) {
        return create(directory, "source-" + component + "-" + task);
    }

    /** The tally of a task at the end of the topology. Makes its file; call it in prepare on the task's thread. */
    public static Tally ofSink(Path directory, String component, int task) {
        return create(directory, "sink-" + component + "-" + task);
    }

    private static Tally create(Path directory, String name) {
        long pid = ProcessHandle.current().pid();
        MappedLongs words = MappedLongs.create(directory.resolve(name + "-" + pid + ".tally"), WORDS);
        Tally tally = new Tally(words);
        words.set(PID, pid);
        tally.continueFrom();
        words.publish(FORMAT_WORD, FORMAT);
        return tally;
    }

    /** A task that was started again in the same process goes on where it stopped. */
    private void continueFrom() {
        emitted = words.get(EMITTED);
        expected = words.get(EXPECTED);
        received = words.get(RECEIVED);
        acked = words.get(ACKED);
        failed = words.get(FAILED);
    }

    /**
     * A source has emitted one tuple.
     *
     * @param tuplesAtSinks how many tuples all sinks together must receive because of it: 1, or for a line of text its
     *     words, or for an all grouping the sinks' tasks
     */
    public void emitted(long tuplesAtSinks) {
        words.set(EMITTED, ++emitted);
        words.set(EXPECTED, expected += tuplesAtSinks);
    }

    /** A sink has received one tuple. */
    public void received() {
        if (received == 0) {
            words.set(FIRST_RECEIVED_AT, System.nanoTime());
        }
        words.set(RECEIVED, ++received);
    }

    /** A source's tuple was acked. */
    public void acked() {
        words.set(ACKED, ++acked);
    }

    /** A source's tuple failed or timed out. */
    public void failed() {
        words.set(FAILED, ++failed);
    }

    /**
     * A latency: at a sink from the time a tuple was due to now, at a source from the time it was due to its ack.
     *
     * @param nanos difference of two {@link System#nanoTime}s, also between processes of one machine
     */
    public void latency(long nanos) {
        int word = LATENCIES + LatencyBuckets.index(nanos);
        words.set(word, words.get(word) + 1);
    }

    /** The latency, until now, of what was due at this {@link System#nanoTime}. */
    public void latencySince(long dueNanos) {
        latency(System.nanoTime() - dueNanos);
    }

    /** A source has seen {@link Control#isStopped} and will emit nothing more. */
    public void stopped() {
        words.publish(STOPPED, 1);
    }
}

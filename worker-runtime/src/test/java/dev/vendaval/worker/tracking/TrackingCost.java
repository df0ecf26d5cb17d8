package dev.vendaval.worker.tracking;

import java.lang.management.ManagementFactory;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;

/** Prints what a tracked tree costs in nanoseconds; run by hand ({@code main}), no test. */
final class TrackingCost {
    private static final int TREES = 4_000_000;
    private static final int REPEATS = 4;

    private TrackingCost() {}

    public static void main(String[] args) {
        for (int live : new int[] {1_000, 10_000, 100_000, 1_000_000}) {
            for (int repeat = 0; repeat < REPEATS; repeat++) {
                report("in order", live, treesWith(live, oldest -> oldest));
                SplittableRandom random = new SplittableRandom(1);
                report("random", live, treesWith(live, oldest -> random.nextInt(live)));
                report("one in 100 stays", live, treesWith(live, oldest -> oldest % 100 == 0 ? -1 : oldest));
            }
        }
        for (int repeat = 0; repeat < REPEATS; repeat++) {
            report("ack buffer, 64 roots a round", 64, acks(64));
            report("ack buffer, 10 acks a root in a row", 64, acksInARow());
        }
    }

    private static void report(String what, int live, double nanos) {
        System.out.printf("%-36s %,9d live %7.1f ns%n", what, live, nanos);
    }

    /** begin + one ack that goes on + the ack that ends it + outcome; which of the live trees ends next is given. */
    private static double treesWith(int live, IntUnaryOperator nextToEnd) {
        Tracker tracker = new Tracker(new RootIds(0, 0), 30_000_000_000L, 0, 0);
        EdgeIds edges = new EdgeIds(1);
        Outcome outcome = new Outcome();
        long[] roots = new long[live];
        long[] xors = new long[live];
        int ended = 0;
        long begin = cpuNanos();
        for (int i = 0; i < TREES; i++) {
            int place = i % live;
            int at = i < live ? place : nextToEnd.applyAsInt(place);
            if (at >= 0 && roots[at] != 0) {
                tracker.ack(roots[at], xors[at], 0);
                if (tracker.pollOutcome(outcome)) {
                    ended++;
                }
            }
            place = Math.max(at, 0);
            long root = tracker.nextRoot();
            long edge = edges.next();
            long child = edges.next();
            tracker.begin(root, "id", i, edge, 0);
            tracker.ack(root, edge ^ child, 0);
            if (at >= 0) {
                roots[place] = root;
                xors[place] = child;
            }
        }
        long nanos = cpuNanos() - begin;
        if (ended == 0) {
            throw new IllegalStateException("nothing ended");
        }
        return (double) nanos / TREES;
    }

    private static double acks(int rootsInARound) {
        AckBuffer buffer = new AckBuffer();
        long sum = 0;
        long begin = cpuNanos();
        for (int i = 0; i < TREES; i++) {
            buffer.ack(1 + i, i, 0);
            if (i % rootsInARound == 0) {
                sum += buffer.acks()[0];
                buffer.clearAcks();
            }
        }
        return checked(sum, cpuNanos() - begin);
    }

    private static double acksInARow() {
        AckBuffer buffer = new AckBuffer();
        long sum = 0;
        long begin = cpuNanos();
        for (int i = 0; i < TREES; i++) {
            buffer.ack(1 + i / 10, i, 0);
            if (i % 640 == 0) {
                sum += buffer.takeAcks()[0];
            }
        }
        return checked(sum, cpuNanos() - begin);
    }

    private static double checked(long sum, long nanos) {
        if (sum == 0) {
            throw new IllegalStateException("nothing buffered");
        }
        return (double) nanos / TREES;
    }

    /** This thread's processor time: whatever else runs on the machine counts less. */
    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}

package dev.vendaval.local;

import dev.vendaval.api.TaskHook;
import dev.vendaval.api.TopologyContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What the tasks of one topology emitted and acked, from the start. Written by the tasks' threads through {@link
 * #newHook}, read by the test's; everything under one lock. Keeps at most a given number of tuples per stream.
 */
final class EmissionLog {
    private final int mostPerStream;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ackedOne = lock.newCondition();
    private final Map<StreamName, Recorded> streams = new HashMap<>();
    private long emitted;
    private long acked;
    private long failed;

    EmissionLog(int mostPerStream) {
        this.mostPerStream = mostPerStream;
    }

    private record StreamName(String component, String stream) {}

    private static final class Recorded {
        private final List<List<Object>> tuples = new ArrayList<>();
        private long count;
    }

    /** For one task. */
    TaskHook newHook() {
        return new Recorder();
    }

    /** The values of every tuple emitted on the stream so far, in the order in which the log got them. */
    List<List<Object>> tuples(String component, String stream) {
        lock.lock();
        try {
            Recorded recorded = streams.get(new StreamName(component, stream));
            if (recorded == null) {
                return List.of();
            }
            if (recorded.count > recorded.tuples.size()) {
                throw new IllegalStateException(component + " emitted " + recorded.count + " tuples on " + stream
                        + ", but only " + mostPerStream + " are recorded; raise LocalCluster.Builder.recordAtMost");
            }
            return List.copyOf(recorded.tuples);
        } finally {
            lock.unlock();
        }
    }

    Counts counts() {
        lock.lock();
        try {
            return new Counts(emitted, acked, failed);
        } finally {
            lock.unlock();
        }
    }

    /** Returns whether so many trees were acked in time. */
    boolean awaitAcked(long count, Duration timeout) throws InterruptedException {
        long left = timeout.toNanos();
        lock.lock();
        try {
            while (acked < count) {
                if (left <= 0) {
                    return false;
                }
                left = ackedOne.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Tuples emitted, trees acked and failed, of all tasks. */
    record Counts(long emitted, long acked, long failed) {}

    private void record(String component, String stream, List<Object> values) {
        // A copy: the component may go on using its list, and List.copyOf refuses nulls.
        List<Object> copy = Collections.unmodifiableList(new ArrayList<>(values));
        lock.lock();
        try {
            emitted++;
            Recorded recorded = streams.computeIfAbsent(new StreamName(component, stream), name -> new Recorded());
            recorded.count++;
            if (recorded.tuples.size() < mostPerStream) {
                recorded.tuples.add(copy);
            }
        } finally {
            lock.unlock();
        }
    }

    private void treeAcked() {
        lock.lock();
        try {
            acked++;
            ackedOne.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void treeFailed() {
        lock.lock();
        try {
            failed++;
        } finally {
            lock.unlock();
        }
    }

    private final class Recorder implements TaskHook {
        private String component = "";

        @Override
        public void prepare(Map<String, Object> configuration, TopologyContext context) {
            component = context.getThisComponentId();
        }

        @Override
        public void emitted(String streamId, List<Object> values, List<Integer> targetTasks) {
            record(component, streamId, values);
        }

        @Override
        public void spoutAcked(Object messageId) {
            treeAcked();
        }

        @Override
        public void spoutFailed(Object messageId) {
            treeFailed();
        }
    }
}

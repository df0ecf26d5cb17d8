package dev.vendaval.local;

import dev.vendaval.protocol.report.TopologyInfo;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Looks until a topology has been idle for longer than the interval of reports; used by one thread once. */
final class IdleWatch {
    private static final long LOOK_EVERY_MILLIS = 50;
    private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(1_200);

    private final Supplier<TopologyInfo> info;
    private final EmissionLog log;

    // Never opened: only for its bounded wait.
    private final CountDownLatch never = new CountDownLatch(1);

    IdleWatch(Supplier<TopologyInfo> info, EmissionLog log) {
        this.info = info;
        this.log = log;
    }

    boolean await(Duration timeout) {
        long end = System.nanoTime() + timeout.toNanos();
        long idleSince = System.nanoTime();
        EmissionLog.Counts before = log.counts();
        while (true) {
            boolean quiet = nothingInFlight();
            EmissionLog.Counts now = log.counts();
            long time = System.nanoTime();
            if (!quiet || !now.equals(before)) {
                idleSince = time;
                before = now;
            } else if (time - idleSince >= IDLE_NANOS) {
                return true;
            }
            if (time - end >= 0 || !pause()) {
                return false;
            }
        }
    }

    private boolean nothingInFlight() {
        TopologyInfo now = info.get();
        return now.workers().stream().allMatch(worker -> worker.inFlight().isZero());
    }

    private boolean pause() {
        try {
            return !never.await(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}

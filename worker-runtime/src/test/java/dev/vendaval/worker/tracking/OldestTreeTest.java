package dev.vendaval.worker.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OldestTreeTest {
    private static final long SECOND = 1_000_000_000L;
    private static final int MANY = 100_000;

    private final RootIds ids = new RootIds(3, 1);
    private final Tracker tracker = new Tracker(ids, 30 * SECOND, 0, 0);

    private long begin(long now, long mask) {
        long root = tracker.nextRoot();
        tracker.begin(root, "id", now, 1, mask);
        return root;
    }

    @Test
    void theOldestIsTheOneBegunFirstWhereverItIsKept() {
        assertThat(tracker.oldest()).isNull();
        long first = begin(5, 4);
        long second = begin(6, 0);
        for (int i = 0; i < MANY; i++) { // the first two leave the ring
            tracker.ack(begin(7 + i, 0), 1, 0);
        }

        assertThat(tracker.oldest()).isEqualTo(new Tracker.Oldest(first, 5, 4));
        tracker.ack(first, 1, 0);
        assertThat(tracker.oldest()).isEqualTo(new Tracker.Oldest(second, 6, 0));
        tracker.fail(second);
        assertThat(tracker.oldest()).isNull();
    }
}

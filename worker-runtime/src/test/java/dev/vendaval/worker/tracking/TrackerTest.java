package dev.vendaval.worker.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class TrackerTest {
    private static final long SECOND = 1_000_000_000L;

    private final Tracker tracker = new Tracker(new RootIds(0, 0), 4 * SECOND, 0, 0);
    private final Outcome outcome = new Outcome();

    private long begin(Object messageId, long xor) {
        long root = tracker.nextRoot();
        tracker.begin(root, messageId, 5, xor, 0);
        return root;
    }

    private List<String> outcomes() {
        List<String> result = new ArrayList<>();
        while (tracker.pollOutcome(outcome)) {
            result.add(outcome.kind() + " " + outcome.messageId());
        }
        return result;
    }

    @Test
    @Tag("A1")
    void theOutcomeCarriesIdAndTimeOfTheEmit() {
        Object messageId = new Object();
        long root = begin(messageId, 3);
        tracker.ack(root, 3, 0);
        assertThat(tracker.pollOutcome(outcome)).isTrue();
        assertThat(outcome.kind()).isEqualTo(Outcome.Kind.ACKED);
        assertThat(outcome.messageId()).isSameAs(messageId);
        assertThat(outcome.emitNanos()).isEqualTo(5);
        assertThat(tracker.pollOutcome(outcome)).isFalse();
    }

    @Test
    @Tag("A1")
    void messageIdsNeedNotBeUnique() {
        long first = begin("same", 1);
        long second = begin("same", 2);
        tracker.fail(second);
        tracker.ack(first, 1, 0);
        assertThat(outcomes()).containsExactly("FAILED same", "ACKED same");
    }

    @Test
    @Tag("G10")
    void aTupleWithoutReceiversIsAckedAtOnce() {
        begin("alone", 0);
        assertThat(tracker.pending()).isZero();
        assertThat(tracker.undelivered()).isEqualTo(1);
        assertThat(outcomes()).containsExactly("ACKED alone");
    }

    @Test
    @Tag("A1")
    void whatComesForAFinishedRootIsDroppedAndCounted() {
        long root = begin("a", 1);
        tracker.fail(root);
        tracker.ack(root, 1, 0);
        tracker.fail(root);
        tracker.resetTimeout(root);
        assertThat(tracker.unknownRoots()).isEqualTo(3);
        assertThat(outcomes()).containsExactly("FAILED a");
    }

    @Test
    @Tag("A2")
    void aTreeOfAMillionTuplesTakesNoMoreMemoryThanOneOfThree() {
        EdgeIds edges = new EdgeIds(1);
        long edge = edges.next();
        long root = begin("large", edge);
        int slots = tracker.slots();
        for (int i = 0; i < 1_000_000; i++) {
            long child = edges.next();
            tracker.ack(root, edge ^ child, 0);
            edge = child;
        }
        assertThat(tracker.slots()).isEqualTo(slots);
        assertThat(tracker.pending()).isEqualTo(1);
        tracker.ack(root, edge, 0);
        assertThat(outcomes()).containsExactly("ACKED large");
    }

    @Test
    @Tag("I7")
    void failAllFailsWhatIsPendingAndKeepsOutcomesThatCameBefore() {
        long acked = begin("acked", 1);
        begin("pending", 2);
        tracker.ack(acked, 1, 0);
        tracker.failAll();
        assertThat(tracker.pending()).isZero();
        assertThat(outcomes()).containsExactly("ACKED acked", "FAILED pending");
    }

    @Test
    @Tag("F1")
    void dropAllForgetsTreesAndOutcomesOfAReplacedSpout() {
        long acked = begin("acked", 1);
        long pending = begin("pending", 2);
        tracker.ack(acked, 1, 0);
        assertThat(tracker.dropAll()).isEqualTo(2);
        tracker.ack(pending, 2, 0);
        assertThat(outcomes()).isEmpty();
        assertThat(tracker.unknownRoots()).isEqualTo(1);
        long next = begin("next", 4);
        tracker.ack(next, 4, 0);
        assertThat(outcomes()).containsExactly("ACKED next");
    }

    @Test
    void outcomesKeepTheirOrderWhenMoreGatherThanTheQueueHadRoomFor() {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            long root = begin(i, 1);
            if (i % 2 == 0) {
                tracker.ack(root, 1, 0);
            } else {
                tracker.fail(root);
            }
            expected.add((i % 2 == 0 ? "ACKED " : "FAILED ") + i);
            if (i == 40) {
                assertThat(outcomes()).hasSize(41);
                expected.clear();
            }
        }
        assertThat(outcomes()).isEqualTo(expected);
    }

    @Test
    void aRootIdThatComesRoundPassesOverTreesStillLive() {
        long lastSequence = (1L << 37) - 1;
        Tracker old = new Tracker(new RootIds(0, 0, lastSequence - 1), 4 * SECOND, 0, 0);
        old.begin(1, "very old", 0, 9, 0);
        assertThat(old.nextRoot()).isEqualTo(lastSequence);
        assertThat(old.nextRoot()).isEqualTo(2);
    }

    @Test
    void anOutcomeNotYetFilledSaysSo() {
        assertThatThrownBy(() -> new Outcome().messageId()).hasMessageContaining("no outcome");
    }

    @Test
    void aTimeOutOfZeroIsRefused() {
        assertThatThrownBy(() -> new Tracker(new RootIds(0, 0), 0, 0, 0)).hasMessageContaining("time-out");
    }

    private long begin(Object messageId, long xor, long mask) {
        long root = tracker.nextRoot();
        tracker.begin(root, messageId, 5, xor, mask);
        return root;
    }

    @Test
    @Tag("F2")
    void aDeathFailsTheTreesWithItsBitWhereverTheBitCameFrom() {
        begin("begun with it", 1, 0b10);
        long told = begin("told later", 2, 0);
        tracker.ack(told, 0, 0b10);
        begin("another", 3, 0b100);
        begin("none", 4, 0);

        tracker.doom(0b10);
        tracker.failDoomed(256);

        assertThat(outcomes()).containsExactly("FAILED begun with it", "FAILED told later");
        assertThat(tracker.pending()).isEqualTo(2);
    }

    @Test
    @Tag("F2")
    void doomedTreesFailInRoundsAndOneThatEndsBeforeKeepsItsEnd() {
        long last = 0;
        for (int i = 0; i < 1_000; i++) {
            last = begin(i, i + 1, 1);
        }
        tracker.doom(1);
        tracker.failDoomed(256);
        assertThat(tracker.undelivered()).isEqualTo(256);
        assertThat(tracker.nextSweepNanos()).isLessThanOrEqualTo(0);

        tracker.ack(last, 1_000, 0);
        for (int round = 0; round < 3; round++) {
            tracker.failDoomed(256);
        }

        assertThat(tracker.pending()).isZero();
        assertThat(outcomes()).hasSize(1_000).contains("ACKED 999").doesNotContain("FAILED 999");
    }

    @Test
    @Tag("F2")
    void oldTreesThatHaveLeftTheRingAreDoomedToo() {
        begin("old", 7, 0b10);
        for (int i = 0; i < 100_000; i++) {
            tracker.ack(begin(i, 1, 0), 1, 0);
        }
        outcomes();

        tracker.doom(0b10);
        tracker.failDoomed(256);

        assertThat(outcomes()).containsExactly("FAILED old");
    }

    @Test
    @Tag("R1")
    void aShorterTimeOutHoldsForPendingTreesFromThenOn() {
        begin("waiting", 3);
        tracker.advance(SECOND);

        tracker.retime(SECOND, 0, SECOND);

        tracker.advance(SECOND + SECOND * 9 / 10);
        assertThat(tracker.sweep(10)).isZero();
        begin("later", 3);
        tracker.advance(2 * SECOND + SECOND / 10);
        assertThat(tracker.sweep(10)).isEqualTo(1);
        assertThat(outcomes()).containsExactly("TIMED_OUT waiting");
        tracker.advance(3 * SECOND + SECOND / 5);
        tracker.sweep(10);
        assertThat(outcomes()).containsExactly("TIMED_OUT later");
    }

    @Test
    @Tag("R1")
    void aLongerTimeOutSavesPendingTreesAndAnAgeEndsOldOnes() {
        begin("waiting", 3);
        tracker.advance(3 * SECOND);

        tracker.retime(40 * SECOND, 0, 3 * SECOND);

        tracker.advance(30 * SECOND);
        assertThat(tracker.sweep(10)).isZero();

        tracker.retime(40 * SECOND, 31 * SECOND, 30 * SECOND);

        tracker.advance(34 * SECOND);
        assertThat(tracker.sweep(10)).isEqualTo(1);
        assertThat(tracker.pending()).isZero();
    }
}

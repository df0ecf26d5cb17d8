package dev.vendaval.worker.fencing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vendaval.protocol.report.Incarnation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class DeathsTest {
    private static final Incarnation FIRST = new Incarnation(3, 1, 1);
    private static final Incarnation SECOND = new Incarnation(3, 1, 2);
    private static final Incarnation PEER = new Incarnation(5, 1, 1);

    private final Deaths deaths = new Deaths();

    @Test
    void whatIsOverIsTheLifeThatDiedAndThoseBeforeItAndNoOther() {
        deaths.add(SECOND);

        assertThat(deaths.isOver(FIRST)).isTrue();
        assertThat(deaths.isOver(SECOND)).isTrue();
        assertThat(deaths.isOver(new Incarnation(3, 1, 3))).isFalse();
        assertThat(deaths.isOver(new Incarnation(3, 2, 0))).isFalse();
        assertThat(deaths.isOver(PEER)).isFalse();
    }

    @Test
    @Tag("F2")
    void aLifeWhoseDeathIsHeardOfAfterThatOfTheNextHasItsOwnBit() {
        deaths.add(SECOND);
        assertThat(deaths.isKnown(SECOND)).isTrue();
        assertThat(deaths.isKnown(FIRST)).isFalse();

        deaths.add(FIRST);
        assertThat(deaths.isKnown(FIRST)).isTrue();
        assertThat(deaths.isKnown(SECOND)).isTrue();
        assertThat(deaths.isDead(SECOND)).as("the higher one stays").isTrue();
        assertThat(deaths.bitsAfter(1)).isEqualTo(FIRST.touchBit());
    }

    @Test
    void anOrderlyEndIsOverToo() {
        deaths.leave(SECOND);
        deaths.leave(FIRST);

        assertThat(deaths.isOver(SECOND)).isTrue();
        assertThat(deaths.number()).isZero();
    }

    @Test
    @Tag("F2")
    void whoHadNotLearntOfADeathIsRefusedWithItsBitAndOnceCaughtUpIsNot() {
        deaths.add(SECOND);
        assertThat(deaths.refusedBits(PEER.workerIndex(), 0)).isEqualTo(SECOND.touchBit());

        deaths.told(PEER, new Death(4, SECOND));

        assertThat(deaths.refusedBits(PEER.workerIndex(), 3)).isEqualTo(SECOND.touchBit());
        assertThat(deaths.refusedBits(PEER.workerIndex(), 4)).isZero();
        assertThat(deaths.refusedBits(PEER.workerIndex(), 3)).as("again").isEqualTo(SECOND.touchBit());
    }

    @Test
    @Tag("F2")
    void eachDeathIsRefusedByItsOwnNumber() {
        Incarnation other = new Incarnation(4, 1, 1);
        deaths.add(FIRST);
        deaths.add(other);
        deaths.told(PEER, new Death(1, other));
        deaths.told(PEER, new Death(2, FIRST));

        assertThat(deaths.refusedBits(PEER.workerIndex(), 0)).isEqualTo(FIRST.touchBit() | other.touchBit());
        assertThat(deaths.refusedBits(PEER.workerIndex(), 1)).isEqualTo(FIRST.touchBit());
        assertThat(deaths.refusedBits(PEER.workerIndex(), 2)).isZero();
    }

    @Test
    void whoKnowsOfALaterLifesDeathKnowsOfTheEarlierOnesToo() {
        deaths.add(FIRST);
        deaths.add(SECOND);

        deaths.told(PEER, new Death(1, SECOND));

        assertThat(deaths.refusedBits(PEER.workerIndex(), 1)).isZero();
    }

    @Test
    void aNewLifeOfAPeerCountsAnew() {
        deaths.add(FIRST);
        deaths.told(PEER, new Death(1, FIRST));
        Incarnation reborn = new Incarnation(5, 1, 2);

        deaths.told(reborn, new Death(9, FIRST));

        assertThat(deaths.refusedBits(PEER.workerIndex(), 8)).isEqualTo(FIRST.touchBit());
        assertThat(deaths.refusedBits(PEER.workerIndex(), 9)).isZero();
    }

    @Test
    void executorsOfThisWorkerCountAsItDoes() {
        deaths.add(FIRST);
        deaths.add(PEER);

        assertThat(deaths.refusedBits(Deaths.THIS_WORKER, 0)).isEqualTo(FIRST.touchBit() | PEER.touchBit());
        assertThat(deaths.refusedBits(Deaths.THIS_WORKER, 1)).isEqualTo(PEER.touchBit());
        assertThat(deaths.refusedBits(Deaths.THIS_WORKER, 2)).isZero();
        assertThat(deaths.bitsAfter(1)).isEqualTo(PEER.touchBit());
    }

    @Test
    void whatIsRememberedIsBoundedHoweverManyDie() {
        for (int launch = 1; launch <= 10_000; launch++) {
            deaths.add(new Incarnation(launch % 7, 1, launch));
        }

        assertThat(deaths.number()).isEqualTo(10_000);
        assertThat(deaths.all()).hasSize(7);
        assertThat(deaths.refusedBits(Deaths.THIS_WORKER, 9_999))
                .isEqualTo(new Incarnation(10_000 % 7, 1, 10_000).touchBit());
    }
}

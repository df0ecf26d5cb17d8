package dev.vendaval.worker.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RootIdsTest {
    @Test
    void partsOfAnIdComeBack() {
        RootIds ids = new RootIds(65_535, 1_023);
        long root = ids.next();
        assertThat(root).isPositive();
        assertThat(RootIds.acker(root)).isEqualTo(65_535);
        assertThat(RootIds.sequence(root)).isEqualTo(1);
        assertThat(RootIds.sequence(ids.next())).isEqualTo(2);
    }

    @Test
    void theFirstAckerInItsFirstLifeHasNoIdZero() {
        assertThat(new RootIds(0, 0).next()).isEqualTo(1);
    }

    @Test
    void idsOfDifferentIncarnationsDiffer() {
        Set<Long> firstIds = new HashSet<>();
        for (long lease = 40; lease < 72; lease++) {
            for (long launchCount = 1; launchCount <= 32; launchCount++) {
                firstIds.add(new RootIds(3, RootIds.incarnation(lease, launchCount)).next());
            }
        }
        assertThat(firstIds).hasSize(1_024).allMatch(id -> RootIds.acker(id) == 3);
    }

    @Test
    void theSequencePassesOverZeroWhenItComesRound() {
        long last = (1L << 37) - 2;
        RootIds ids = new RootIds(0, 0, last);
        assertThat(ids.next()).isEqualTo(last + 1);
        assertThat(ids.wrapped()).isFalse();
        assertThat(ids.next()).isEqualTo(1);
        assertThat(ids.wrapped()).isTrue();
    }

    @Test
    void anOrdinalBeyondSixteenBitsIsRefused() {
        assertThatThrownBy(() -> new RootIds(65_536, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("65536");
    }

    @Test
    void edgeIdsOfEqualSeedsAgreeAndOfOthersDiffer() {
        assertThat(new EdgeIds(7).next()).isEqualTo(new EdgeIds(7).next());
        assertThat(new EdgeIds(7).next()).isNotEqualTo(new EdgeIds(8).next());
        EdgeIds ids = new EdgeIds(0);
        assertThat(ids.next()).isNotZero().isNotEqualTo(ids.next());
    }
}

package dev.vendaval.worker.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class AckBufferTest {
    private final AckBuffer buffer = new AckBuffer();

    @Test
    void acksOfOneRootInARowShareAnEntry() {
        buffer.ack(10, 0b0011, 0);
        buffer.ack(10, 0b0101, 0);
        buffer.ack(11, 0b1000, 0);
        assertThat(buffer.takeAcks()).containsExactly(10, 0b0110, 11, 0b1000);
    }

    @Test
    void masksAreApartAndOnlyWhereThereIsOne() {
        buffer.ack(10, 0b0011, 0);
        buffer.ack(10, 0b0101, 4);
        buffer.ack(10, 0b1001, 1);
        assertThat(buffer.takeAcks()).containsExactly(10, 0b0011);
        assertThat(buffer.takeTouchingAcks()).containsExactly(10, 0b1100, 5);
        assertThat(buffer.isEmpty()).isTrue();
    }

    @Test
    @Tag("A2")
    void tellsOfEachRootAllThatWasToldOverManyRounds() {
        SplittableRandom random = new SplittableRandom(42);
        for (int round = 0; round < 200; round++) {
            Map<Long, long[]> model = new HashMap<>();
            Map<Long, long[]> told = new HashMap<>();
            int acks = random.nextInt(round % 10 == 0 ? 5_000 : 100);
            for (int i = 0; i < acks; i++) {
                long root = 1L + random.nextInt(1 + acks / 3);
                long xor = random.nextLong();
                long mask = random.nextInt(4) == 0 ? 1L << random.nextInt(64) : 0;
                buffer.ack(root, xor, mask);
                add(model, root, xor, mask);
            }
            long[] pairs = buffer.takeAcks();
            for (int i = 0; i < pairs.length; i += AckBuffer.LONGS_PER_ACK) {
                add(told, pairs[i], pairs[i + 1], 0);
            }
            long[] triples = buffer.takeTouchingAcks();
            for (int i = 0; i < triples.length; i += AckBuffer.LONGS_PER_TOUCHING_ACK) {
                add(told, triples[i], triples[i + 1], triples[i + 2]);
            }
            assertThat(told).usingRecursiveComparison().isEqualTo(model);
            assertThat(buffer.isEmpty()).isTrue();
        }
    }

    private static void add(Map<Long, long[]> sums, long root, long xor, long mask) {
        long[] sum = sums.computeIfAbsent(root, any -> new long[2]);
        sum[0] ^= xor;
        sum[1] |= mask;
    }

    @Test
    @Tag("A2")
    void holdsAtMostTwiceAsManyEntriesAsThereAreRootsHoweverLongNobodyTakesThem() {
        SplittableRandom random = new SplittableRandom(42);
        for (int i = 0; i < 3_000_000; i++) {
            buffer.ack(1L + random.nextInt(1_000), i, i % 2);
            buffer.fail(1L + random.nextInt(1_000));
            buffer.resetTimeout(1L + random.nextInt(1_000));
        }
        assertThat(buffer.takeAcks().length / AckBuffer.LONGS_PER_ACK).isLessThanOrEqualTo(2_048);
        assertThat(buffer.takeTouchingAcks().length / AckBuffer.LONGS_PER_TOUCHING_ACK)
                .isLessThanOrEqualTo(2_048);
        assertThat(buffer.takeFails().length).isLessThanOrEqualTo(2_048);
        assertThat(buffer.takeResets().length).isLessThanOrEqualTo(2_048);
    }

    @Test
    void failsAndResetsAreTakenOnce() {
        buffer.fail(5);
        buffer.fail(6);
        buffer.resetTimeout(7);
        buffer.resetTimeout(7);
        assertThat(buffer.isEmpty()).isFalse();
        assertThat(buffer.takeFails()).containsExactly(5, 6);
        assertThat(buffer.takeResets()).containsExactly(7);
        assertThat(buffer.isEmpty()).isTrue();
        assertThat(buffer.takeFails()).isEmpty();
        assertThat(buffer.takeResets()).isEmpty();
    }

    @Test
    void takenArraysAreTheCallersToKeep() {
        buffer.ack(1, 2, 0);
        long[] taken = buffer.takeAcks();
        buffer.ack(9, 9, 0);
        assertThat(taken).containsExactly(1, 2);
    }
}

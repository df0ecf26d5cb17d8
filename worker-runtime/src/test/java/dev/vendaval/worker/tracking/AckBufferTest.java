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
    void acksOfOneRootShareAnEntryEvenWithOthersBetween() {
        buffer.ack(10, 0b0011, 1);
        buffer.ack(11, 0b1000, 0);
        buffer.ack(10, 0b0101, 4);
        assertThat(buffer.ackLength()).isEqualTo(6);
        assertThat(buffer.acks()).startsWith(10, 0b0110, 5, 11, 0b1000, 0);
    }

    @Test
    @Tag("A2")
    void holdsOneEntryForEachRootOverManyRounds() {
        SplittableRandom random = new SplittableRandom(42);
        for (int round = 0; round < 200; round++) {
            Map<Long, long[]> model = new HashMap<>();
            int acks = random.nextInt(round % 10 == 0 ? 5_000 : 100);
            for (int i = 0; i < acks; i++) {
                long root = 1L + random.nextInt(1 + acks / 3);
                long xor = random.nextLong();
                long mask = 1L << random.nextInt(64);
                buffer.ack(root, xor, mask);
                long[] entry = model.computeIfAbsent(root, any -> new long[2]);
                entry[0] ^= xor;
                entry[1] |= mask;
            }
            int length = buffer.ackLength();
            long[] triples = round % 3 == 0 ? buffer.acks().clone() : buffer.takeAcks();
            buffer.clearAcks();
            assertThat(length).isEqualTo(model.size() * AckBuffer.LONGS_PER_ACK);
            for (int i = 0; i < length; i += AckBuffer.LONGS_PER_ACK) {
                assertThat(model.get(triples[i])).containsExactly(triples[i + 1], triples[i + 2]);
            }
            assertThat(buffer.isEmpty()).isTrue();
        }
    }

    @Test
    void aLargeRoundDoesNotMakeTheNextOnesLarge() {
        for (int root = 1; root <= 100_000; root++) {
            buffer.ack(root, root, 0);
        }
        assertThat(buffer.takeAcks().length).isGreaterThanOrEqualTo(300_000);
        for (int round = 0; round < 20; round++) {
            buffer.ack(1, 1, 1);
            buffer.takeAcks();
        }
        assertThat(buffer.acks().length).isLessThan(1_000);
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
        buffer.ack(1, 2, 3);
        long[] taken = buffer.takeAcks();
        buffer.ack(9, 9, 9);
        assertThat(taken).startsWith(1, 2, 3);
    }
}

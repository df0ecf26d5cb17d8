package dev.vendaval.tests.steps;

import dev.vendaval.worker.tracking.AckBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A round's acks gathered and taken; time is for each ack. */
@State(Scope.Thread)
public class AckSteps {
    private static final int ACKS = 1_000;

    /** Acks of one root in a row. */
    @Param({"1", "10"})
    public int row = 1;

    private final AckBuffer buffer = new AckBuffer();
    private long sequence;

    @Benchmark
    @OperationsPerInvocation(ACKS)
    public long[] round() {
        for (int i = 0; i < ACKS; i += row) {
            sequence++;
            for (int j = 0; j < row; j++) {
                buffer.ack(sequence, sequence * (j + 1), 0);
            }
        }
        long[] acks = buffer.takeAcks();
        if (acks.length < 2 * ACKS / row || acks[0] != sequence - ACKS / row + 1) {
            throw new IllegalStateException(acks.length + " longs");
        }
        return acks;
    }
}

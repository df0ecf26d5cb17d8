package dev.vendaval.worker.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ByteBuffersTest {
    private final ByteOutput out = new ByteOutput(0);

    private ByteInput in() {
        return new ByteInput().reset(out.array(), 0, out.position());
    }

    @Test
    void numbersOfAllWidthsComeBack() {
        int[] ints = {0, 1, 127, 128, 16_383, 16_384, Integer.MAX_VALUE, -1, Integer.MIN_VALUE};
        long[] longs = {0, 127, 128, 1L << 35, Long.MAX_VALUE, -1, Long.MIN_VALUE};
        for (int value : ints) {
            out.putInt(value);
            out.putVarInt(value);
            out.putShort(value);
        }
        for (long value : longs) {
            out.putLong(value);
            out.putVarLong(value);
        }
        ByteInput in = in();
        for (int value : ints) {
            assertThat(in.getInt()).isEqualTo(value);
            assertThat(in.getVarInt()).isEqualTo(value);
            assertThat(in.getShort()).isEqualTo((short) value);
        }
        for (long value : longs) {
            assertThat(in.getLong()).isEqualTo(value);
            assertThat(in.getVarLong()).isEqualTo(value);
        }
        assertThat(in.remaining()).isZero();
    }

    @Test
    void aLengthCanBePutInAfterwards() {
        out.putByte(9);
        int at = out.position();
        out.putInt(0);
        out.putBytes(new byte[] {1, 2, 3}, 1, 2);
        out.patchInt(at, 2);
        ByteInput in = in();
        assertThat(in.getByte()).isEqualTo(9);
        assertThat(in.getInt()).isEqualTo(2);
        assertThatThrownBy(() -> out.patchInt(out.position() - 3, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void takingTheArrayLeavesAnEmptyOutput() {
        out.putInt(5);
        byte[] taken = out.take();
        out.putInt(6);
        assertThat(new ByteInput().reset(taken, 0, 4).getInt()).isEqualTo(5);
        assertThat(in().getInt()).isEqualTo(6);
    }

    @Test
    void goingBackForgetsAndGoingForwardIsRefused() {
        out.putInt(5);
        out.truncate(2);
        assertThat(out.position()).isEqualTo(2);
        assertThatThrownBy(() -> out.truncate(3)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void readingBeyondTheEndIsACodecExceptionEvenWhereTheArrayGoesOn() {
        ByteInput in = new ByteInput().reset(new byte[100], 10, 3);
        assertThat(in.remaining()).isEqualTo(3);
        assertThatThrownBy(in::getInt).isInstanceOf(CodecException.class).hasMessageContaining("3 left");
        assertThatThrownBy(in::getLong).isInstanceOf(CodecException.class);
        in.getShort();
        in.getByte();
        assertThatThrownBy(in::getByte).isInstanceOf(CodecException.class);
        assertThatThrownBy(in::getVarInt).isInstanceOf(CodecException.class);
        assertThatThrownBy(() -> in.position(14)).isInstanceOf(CodecException.class);
        in.position(10);
        assertThat(in.remaining()).isEqualTo(3);
    }

    @Test
    void variableWidthsThatNeverEndAreRefused() {
        for (int i = 0; i < 20; i++) {
            out.putByte(0xFF);
        }
        assertThatThrownBy(() -> in().getVarInt()).hasMessageContaining("5 bytes");
        assertThatThrownBy(() -> in().getVarLong()).hasMessageContaining("10 bytes");
    }
}

package dev.vendaval.protocol.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FrameWriterTest {
    /** Takes so much, then nothing until there is room again. */
    private static final class NarrowChannel implements WritableByteChannel {
        final ByteArrayOutputStream taken = new ByteArrayOutputStream();
        int room;

        @Override
        public int write(ByteBuffer from) {
            int count = Math.min(room, from.remaining());
            byte[] bytes = new byte[count];
            from.get(bytes);
            taken.writeBytes(bytes);
            room -= count;
            return count;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }

    private final NarrowChannel channel = new NarrowChannel();
    private final FrameWriter writer = new FrameWriter();

    @Test
    void whereverTheChannelStopsEverythingLeavesOnceAndInOrder() throws IOException {
        SplittableRandom random = new SplittableRandom(3);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < 2_000; i++) {
            channel.room += random.nextInt(3) == 0 ? random.nextInt(10) : random.nextInt(400_000);
            if (random.nextInt(4) == 0) {
                writer.goOn(channel);
            }
            byte[] frame = new byte[1 + random.nextInt(random.nextInt(20) == 0 ? 300_000 : 500)];
            random.nextBytes(frame);
            all.writeBytes(ByteBuffer.allocate(4).putInt(frame.length).array());
            all.writeBytes(frame);
            writer.write(channel, frame.length, frame);
        }
        channel.room = Integer.MAX_VALUE;

        assertThat(writer.goOn(channel)).isTrue();

        assertThat(channel.taken.toByteArray()).isEqualTo(all.toByteArray());
    }

    @Test
    void tooMuchThatWaitsIsAFault() throws IOException {
        byte[] frame = new byte[1 << 20];
        int most = (int) (FrameWriter.UNSENT_LIMIT / frame.length) - 1;
        for (int i = 0; i < most; i++) {
            assertThat(writer.write(channel, frame.length, frame)).isFalse();
        }

        assertThatThrownBy(() -> {
                    writer.write(null, frame.length, frame);
                    writer.write(null, frame.length, frame);
                })
                .isInstanceOf(BrokenConnectionException.class)
                .hasMessageContaining("does not take");
    }
}

package dev.vendaval.worker.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.vendaval.worker.codec.CodecSamples.Money;
import dev.vendaval.worker.codec.CodecSamples.MoneySerializer;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MalformedBytesTest {
    private static final Object[] SAMPLES = CodecSamples.values().entrySet().stream()
            .filter(entry -> !entry.getKey().startsWith("long "))
            .map(Map.Entry::getValue)
            .toArray();

    private final CodecScene scene = new CodecScene(Map.of(Money.class.getName(), MoneySerializer.class.getName()));

    /** Values or a CodecException: damaged bytes may well be other values. */
    private void decode(byte[] bytes) {
        try {
            scene.decode(bytes);
        } catch (CodecException expected) {
            assertThat(expected).message().isNotBlank();
        } catch (RuntimeException | Error other) {
            fail("bytes " + Arrays.toString(Arrays.copyOf(bytes, Math.min(200, bytes.length))), other);
        }
    }

    private byte[] smallSample(SplittableRandom random) {
        return scene.bytes(
                SAMPLES[random.nextInt(SAMPLES.length)],
                SAMPLES[random.nextInt(SAMPLES.length)],
                new Money(random.nextInt(10)),
                SAMPLES[random.nextInt(SAMPLES.length)]);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void bytesThatEndTooEarlyAreNeverATuple(long seed) {
        byte[] bytes = smallSample(new SplittableRandom(seed));
        for (int length = 0; length < bytes.length; length++) {
            byte[] part = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> scene.decode(part)).isInstanceOf(CodecException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void damagedBytesGiveACodecExceptionOrOtherValues(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 3_000; i++) {
            byte[] bytes = smallSample(random);
            int damages = 1 + random.nextInt(3);
            for (int damage = 0; damage < damages; damage++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            decode(bytes);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void randomBytesGiveACodecExceptionOrValues(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[1 + random.nextInt(60)];
            random.nextBytes(bytes);
            // Tags are small numbers: else hardly one in five bytes would be one.
            for (int at = 0; at < bytes.length; at++) {
                if (random.nextInt(3) > 0) {
                    bytes[at] = (byte) (bytes[at] & 0x3F);
                }
            }
            decode(bytes);
        }
    }

    @Test
    void lengthsThatCannotBeTakeNoMemory() {
        for (int tag = 0; tag < 70; tag++) {
            byte[] bytes = {1, (byte) tag, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0x07, 0, 0, 0};
            decode(bytes);
            byte[] negative = {1, (byte) tag, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0x0F, 0, 0, 0};
            decode(negative);
        }
    }

    @Test
    void deepNestingInBytesEndsBeforeTheStackDoes() {
        byte[] bytes = new byte[100_000];
        bytes[0] = 1;
        for (int i = 1; i < bytes.length; i += 2) {
            bytes[i] = Tag.LIST;
            bytes[i + 1 < bytes.length ? i + 1 : i] = 1;
        }
        assertThatThrownBy(() -> scene.decode(bytes))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("nested");
    }

    @Test
    void afterBadBytesTheNextTupleIsReadAsIfNothingHadBeen() {
        byte[] good = scene.bytes("good", new CodecSamples.Order(1, "c", java.util.List.of("i"), new Money(2)));
        byte[] bad = good.clone();
        bad[bad.length - 3] ^= 1;
        assertThatThrownBy(() -> scene.decode(bad)).hasMessageContaining("check sum");
        assertThat(scene.decode(good).get(0)).isEqualTo("good");
    }
}

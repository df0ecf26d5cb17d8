package dev.vendaval.worker.codec;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Date;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The smaller value classes of the JDK. */
@SuppressWarnings("JavaUtilDate") // Users have them in their tuples all the same.
final class ScalarFormats {
    private static final Map<Class<?>, ValueFormat> BY_CLASS = Map.ofEntries(
            Map.entry(Byte.class, (value, out) -> {
                out.putByte(Tag.BYTE);
                out.putByte((Byte) value);
            }),
            Map.entry(Short.class, (value, out) -> {
                out.putByte(Tag.SHORT);
                out.putShort((Short) value);
            }),
            Map.entry(Character.class, (value, out) -> {
                out.putByte(Tag.CHARACTER);
                out.putShort((Character) value);
            }),
            Map.entry(Float.class, (value, out) -> {
                out.putByte(Tag.FLOAT);
                out.putInt(Float.floatToRawIntBits((Float) value));
            }),
            Map.entry(UUID.class, (value, out) -> {
                out.putByte(Tag.UUID);
                out.putLong(((UUID) value).getMostSignificantBits());
                out.putLong(((UUID) value).getLeastSignificantBits());
            }),
            Map.entry(Instant.class, (value, out) -> writeInstant((Instant) value, out)),
            Map.entry(Duration.class, (value, out) -> writeDuration((Duration) value, out)),
            Map.entry(LocalDate.class, (value, out) -> {
                out.putByte(Tag.LOCAL_DATE);
                out.putLong(((LocalDate) value).toEpochDay());
            }),
            Map.entry(LocalTime.class, (value, out) -> {
                out.putByte(Tag.LOCAL_TIME);
                out.putLong(((LocalTime) value).toNanoOfDay());
            }),
            Map.entry(LocalDateTime.class, (value, out) -> {
                out.putByte(Tag.LOCAL_DATE_TIME);
                out.putLong(((LocalDateTime) value).toLocalDate().toEpochDay());
                out.putLong(((LocalDateTime) value).toLocalTime().toNanoOfDay());
            }),
            Map.entry(BigInteger.class, (value, out) -> {
                out.putByte(Tag.BIG_INTEGER);
                writeInteger((BigInteger) value, out);
            }),
            Map.entry(BigDecimal.class, (value, out) -> {
                out.putByte(Tag.BIG_DECIMAL);
                out.putInt(((BigDecimal) value).scale());
                writeInteger(((BigDecimal) value).unscaledValue(), out);
            }),
            Map.entry(Date.class, (value, out) -> {
                out.putByte(Tag.DATE);
                out.putLong(((Date) value).getTime());
            }));

    private ScalarFormats() {}

    static @Nullable ValueFormat of(Class<?> type) {
        return BY_CLASS.get(type);
    }

    private static void writeInstant(Instant instant, ByteOutput out) {
        out.putByte(Tag.INSTANT);
        out.putLong(instant.getEpochSecond());
        out.putInt(instant.getNano());
    }

    private static void writeDuration(Duration duration, ByteOutput out) {
        out.putByte(Tag.DURATION);
        out.putLong(duration.toSeconds());
        out.putInt(duration.toNanosPart());
    }

    private static void writeInteger(BigInteger number, ByteOutput out) {
        byte[] bytes = number.toByteArray();
        out.putVarInt(bytes.length);
        out.putBytes(bytes, 0, bytes.length);
    }

    private static BigInteger readInteger(ByteInput in) {
        byte[] bytes = new byte[in.getCount(1)];
        in.getBytes(bytes, 0, bytes.length);
        return new BigInteger(bytes);
    }

    /** The value of a tag from {@link Tag#UUID} to {@link Tag#DATE}. */
    static Object read(int tag, ByteInput in) {
        return switch (tag) {
            case Tag.UUID -> new UUID(in.getLong(), in.getLong());
            case Tag.INSTANT -> Instant.ofEpochSecond(in.getLong(), in.getInt());
            case Tag.DURATION -> Duration.ofSeconds(in.getLong(), in.getInt());
            case Tag.LOCAL_DATE -> LocalDate.ofEpochDay(in.getLong());
            case Tag.LOCAL_TIME -> LocalTime.ofNanoOfDay(in.getLong());
            case Tag.LOCAL_DATE_TIME ->
                LocalDateTime.of(LocalDate.ofEpochDay(in.getLong()), LocalTime.ofNanoOfDay(in.getLong()));
            case Tag.BIG_INTEGER -> readInteger(in);
            case Tag.BIG_DECIMAL -> {
                int scale = in.getInt();
                yield new BigDecimal(readInteger(in), scale);
            }
            case Tag.DATE -> new Date(in.getLong());
            default -> throw new CodecException("no value has the tag " + tag);
        };
    }
}

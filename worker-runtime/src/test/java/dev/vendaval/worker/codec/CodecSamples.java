package dev.vendaval.worker.codec;

import dev.vendaval.api.ValueSerializer;
import dev.vendaval.api.Values;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.Date;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Values of every kind that has equals, and classes a user might have. */
@SuppressWarnings("JavaUtilDate") // Users have them in their tuples all the same.
final class CodecSamples {
    enum Planet {
        EARTH,
        MARS {
            @Override
            int moons() {
                return 2;
            }
        };

        int moons() {
            return 1;
        }
    }

    record Place(String name, double latitude, @Nullable Planet planet, List<Place> near) {}

    record Primitives(byte a, short b, int c, long d, float e, double f, boolean g, char h) {}

    record Empty() {}

    /** Refuses nonsense. */
    record Age(int years) {
        Age {
            if (years < 0) {
                throw new IllegalArgumentException("years below 0");
            }
        }
    }

    /** A plain class: no constructor without parameters, final fields, a superclass, all kinds of fields. */
    static class Base {
        private final long id;

        Base(long id) {
            this.id = id;
        }

        long id() {
            return id;
        }
    }

    static final class Order extends Base {
        private final String customer;
        private final List<String> items;
        private final Map<Planet, Instant> times;
        private final Set<Integer> numbers;
        private final @Nullable Money price;
        private final Optional<String> note;
        private final int[] codes;

        Order(long id, String customer, List<String> items, @Nullable Money price) {
            super(id);
            this.customer = customer;
            this.items = items;
            this.times = Map.of(Planet.MARS, Instant.EPOCH);
            this.numbers = Collections.unmodifiableSet(new TreeSet<>(Set.of(3, 1, 2)));
            this.price = price;
            this.note = Optional.of("n");
            this.codes = new int[] {1, 2};
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Order that
                    && id() == that.id()
                    && customer.equals(that.customer)
                    && items.equals(that.items)
                    && times.equals(that.times)
                    && numbers.equals(that.numbers)
                    && Objects.equals(price, that.price)
                    && note.equals(that.note)
                    && Arrays.equals(codes, that.codes);
        }

        @Override
        public int hashCode() {
            return Objects.hash(id(), customer, items);
        }
    }

    /** Cannot be made without its constructor having counted it; has a serializer of its own. */
    static final class Money {
        private final long cents;

        Money(long cents) {
            this.cents = cents;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Money that && cents == that.cents;
        }

        @Override
        public int hashCode() {
            return Long.hashCode(cents);
        }

        @Override
        public String toString() {
            return cents + " cents";
        }
    }

    /** Writes Money by the cent, with strings around it to use more of the interface. */
    public static final class MoneySerializer implements ValueSerializer<Money> {
        @Override
        public void write(Money value, DataOutput out) throws IOException {
            if (value.cents == 13) {
                throw new IOException("unlucky");
            }
            out.writeUTF("money");
            out.writeLong(value.cents);
        }

        @Override
        public Money read(DataInput in) throws IOException {
            if (!in.readUTF().equals("money")) {
                throw new IOException("not money");
            }
            return new Money(in.readLong());
        }
    }

    private CodecSamples() {}

    static Map<String, @Nullable Object> values() {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("null", null);
        values.put("true", true);
        values.put("false", false);
        values.put("byte", (byte) -128);
        values.put("short", Short.MIN_VALUE);
        values.put("char", '\uD83C');
        for (int number : new int[] {0, 1, -1, 63, 64, -64, -65, 8191, 1 << 20, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            values.put("int " + number, number);
        }
        for (long number :
                new long[] {0, -1, 1L << 31, (1L << 31) - 1, -(1L << 31) - 1, Long.MAX_VALUE, Long.MIN_VALUE}) {
            values.put("long " + number, number);
        }
        values.put("float", -0.0f);
        values.put("double", Math.PI);
        values.put("NaN", Double.NaN);
        addTexts(values);
        addScalars(values);
        addContainers(values);
        values.put("enum", Planet.EARTH);
        values.put("enum with body", Planet.MARS);
        values.put("JDK enum", DayOfWeek.FRIDAY);
        values.put("record", new Place("a", 1.5, Planet.MARS, List.of(new Place("b", -1, null, List.of()))));
        values.put("record of primitives", new Primitives((byte) 1, (short) 2, 3, 4, 5, 6, true, 'x'));
        values.put("empty record", new Empty());
        values.put("plain", new Order(7, "c", List.of("i", "j"), new Money(5)));
        values.put(
                "plain with null and view",
                new Order(-7, "ü", Collections.unmodifiableList(new ArrayList<>(List.of("i"))), null));
        return values;
    }

    private static void addTexts(Map<String, @Nullable Object> values) {
        values.put("empty text", "");
        values.put("ASCII", "the quick brown fox");
        values.put("Latin", "Füße, façade, ÿ");
        values.put("wide", "Привет, 世界 🌀");
        values.put("half a surrogate pair", "a\uD83C");
        values.put("chars 0 to 300", text(300, true));
        values.put("question marks", "?".repeat(50));
        values.put("question marks and wide", "?".repeat(50) + "Привет");
        values.put("question mark last", "x".repeat(40) + "?");
        values.put("pairs of surrogates", "\ud83d\ude00".repeat(20));
        values.put("lone surrogates", "\ud83d".repeat(35));
        values.put("long narrow", text(100_000, false));
        values.put("long wide", text(100_000, true));
    }

    static String text(int length, boolean wide) {
        char[] chars = new char[length];
        for (int i = 0; i < length; i++) {
            chars[i] = (char) (wide ? i : 32 + i % 90);
        }
        return new String(chars);
    }

    private static void addScalars(Map<String, @Nullable Object> values) {
        values.put("UUID", new UUID(-1, 2));
        values.put("Instant", Instant.MIN);
        values.put("Instant with nanos", Instant.ofEpochSecond(-5, 999_999_999));
        values.put("Duration", Duration.ofMillis(-1_234));
        values.put("LocalDate", LocalDate.of(2024, 2, 29));
        values.put("LocalTime", LocalTime.of(23, 59, 59, 999));
        values.put("LocalDateTime", LocalDateTime.of(-44, 3, 15, 12, 0));
        values.put("ZonedDateTime", ZonedDateTime.of(LocalDateTime.of(2024, 3, 1, 1, 1), ZoneId.of("Europe/Lisbon")));
        values.put("BigInteger", new BigInteger("-123456789012345678901234567890"));
        values.put("BigDecimal", new BigDecimal("1.500"));
        values.put("Date", new Date(1_234_567));
        values.put("Timestamp-like", new java.sql.Timestamp(1_234));
        values.put("Locale", Locale.GERMANY);
        values.put("URI", URI.create("http://localhost/x"));
        values.put("Optional", Optional.of("x"));
        BitSet bits = new BitSet();
        bits.set(5);
        values.put("BitSet", bits);
        values.put("class", String.class);
    }

    private static void addContainers(Map<String, @Nullable Object> values) {
        values.put("empty list", List.of());
        values.put("List.of", List.of("a", 1, 2L));
        values.put("with nulls", Arrays.asList("a", null));
        values.put("Values", new Values("a", 1));
        values.put("subList", new ArrayList<>(List.of(1, 2, 3)).subList(1, 3));
        values.put("nested", List.of(Map.of("k", Set.of(List.of(Planet.MARS, new Age(3))))));
        values.put("Set", Set.of("x", "y"));
        values.put("TreeSet", new TreeSet<>(Set.of(3, 1, 2)));
        values.put("by comparator", new TreeSet<>(String.CASE_INSENSITIVE_ORDER));
        Map<@Nullable String, @Nullable Integer> withNulls = new HashMap<>();
        withNulls.put(null, 1);
        withNulls.put("n", null);
        values.put("HashMap with nulls", withNulls);
        values.put("TreeMap", new TreeMap<>(Map.of("b", 1, "a", 2)));
        values.put("ConcurrentHashMap", new ConcurrentHashMap<>(Map.of("b", 1)));
        values.put("EnumMap", new EnumMap<>(Map.of(Planet.MARS, 2)));
        values.put("bytes", "bytes".getBytes(StandardCharsets.US_ASCII));
        values.put("booleans", new boolean[] {true, false});
        values.put("shorts", new short[] {1, -1});
        values.put("chars", new char[] {'a', '\uFFFF'});
        values.put("ints", new int[] {1, Integer.MIN_VALUE});
        values.put("longs", new long[] {1, Long.MIN_VALUE});
        values.put("floats", new float[] {1.5f, Float.NaN});
        values.put("doubles", new double[] {1.5, Double.NEGATIVE_INFINITY});
        values.put("texts", new String[] {"a", null, "b"});
        values.put("grid", new int[][] {{1}, {}, {2, 3}});
        values.put("objects", new Object[] {"a", 1, new Object[] {Planet.EARTH}});
        values.put("empty array", new Planet[0]);
        values.put("deque", new ArrayList<>(new ArrayDeque<>(List.of(1, 2))));
    }
}

package dev.vendaval.worker.routing;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One key of each kind, by name; also a program that prints their hashes, so that another JVM can be asked. */
final class HashSamples {
    enum Color {
        RED,
        GREEN {
            @Override
            int shade() {
                return 2;
            }
        };

        int shade() {
            return 1;
        }
    }

    record Point(int x, double y, @Nullable Color color, List<String> names) {}

    /** A record that says itself what is equal. */
    record Caseless(String text) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Caseless that && text.equalsIgnoreCase(that.text);
        }

        @Override
        public int hashCode() {
            return text.toLowerCase(java.util.Locale.ROOT).hashCode();
        }
    }

    /** A plain class with an equality of its own. */
    static final class Account {
        private final String bank;
        private final long number;

        Account(String bank, long number) {
            this.bank = bank;
            this.number = number;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Account that && bank.equals(that.bank) && number == that.number;
        }

        @Override
        public int hashCode() {
            return Objects.hash(bank, number);
        }
    }

    private HashSamples() {}

    @SuppressWarnings("JavaUtilDate") // Users have them in their tuples all the same.
    static Map<String, @Nullable Object> keys() {
        Map<String, @Nullable Object> keys = new LinkedHashMap<>();
        keys.put("null", null);
        keys.put("true", true);
        keys.put("byte", (byte) -3);
        keys.put("short", (short) 300);
        keys.put("char", 'x');
        keys.put("int", 42);
        keys.put("long", 42L);
        keys.put("float", 1.5f);
        keys.put("double", 1.5);
        keys.put("NaN", Double.NaN);
        keys.put("String", "vendaval");
        keys.put("unicode", "Привет 🌀");
        keys.put("BigInteger", new BigInteger("123456789012345678901234567890"));
        keys.put("BigDecimal", new BigDecimal("1.50"));
        keys.put("UUID", new UUID(1, 2));
        keys.put("Instant", Instant.ofEpochSecond(1_700_000_000, 5));
        keys.put("Duration", Duration.ofMillis(1_234));
        keys.put("LocalDate", LocalDate.of(2024, 2, 29));
        keys.put("LocalDateTime", LocalDateTime.of(2024, 2, 29, 12, 30));
        keys.put("OffsetDateTime", LocalDateTime.of(2024, 2, 29, 12, 30).atOffset(ZoneOffset.ofHours(2)));
        keys.put("Date", new Date(1_234_567));
        keys.put("byte[]", "bytes".getBytes(StandardCharsets.US_ASCII));
        keys.put("int[]", new int[] {1, 2, 3});
        keys.put("boolean[]", new boolean[] {true, false});
        keys.put("double[]", new double[] {0.5});
        keys.put("String[]", new String[] {"a", "b"});
        keys.put("int[][]", new int[][] {{1}, {2, 3}});
        keys.put("List", List.of("a", 1, 2L));
        keys.put("Set", Set.of("a", "b", "c"));
        keys.put("Map", Map.of("a", 1, "b", Color.RED));
        keys.put("entry", new AbstractMap.SimpleEntry<>("a", Color.RED));
        keys.put("Optional", Optional.of(Color.GREEN));
        keys.put("enum", Color.RED);
        keys.put("enum with body", Color.GREEN);
        keys.put("JDK enum", DayOfWeek.FRIDAY);
        keys.put("record", new Point(1, 2.5, Color.GREEN, List.of("n")));
        keys.put("record with null", new Point(1, 2.5, null, new ArrayList<>()));
        keys.put("record with own equals", new Caseless("AbC"));
        keys.put("class", new Account("GB", 12));
        keys.put("nested", List.of(Map.of("k", Set.of(new Point(0, 0, Color.RED, List.of())))));
        keys.put("TreeSet", new TreeSet<>(List.of(3, 1, 2)));
        return keys;
    }

    public static void main(String[] args) {
        keys().forEach((name, key) -> System.out.println(name + "=" + Long.toHexString(StableHash.of(key))));
    }
}

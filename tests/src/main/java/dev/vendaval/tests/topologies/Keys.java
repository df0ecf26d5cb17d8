package dev.vendaval.tests.topologies;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Keys of many classes, all with a content that is the same in every JVM. */
public final class Keys {
    public static final int COUNT = 75;
    private static final int CLASSES = 15;
    private static final List<Colour> COLOURS = List.of(Colour.values());

    private Keys() {}

    enum Colour {
        RED,
        GREEN,
        BLUE
    }

    record Point(int x, String name) {}

    /** A plain class with a content of its own; its default hash would differ from JVM to JVM. */
    static final class Ticket {
        private final int number;
        private final String owner;

        Ticket(int number, String owner) {
            this.number = number;
            this.owner = owner;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Ticket ticket && number == ticket.number && owner.equals(ticket.owner);
        }

        @Override
        public int hashCode() {
            return Objects.hash(number, owner);
        }
    }

    /**
     * The key at an index. Senders make it in ways of their own, with the same content; sets and maps of the JDK's
     * factories are in another order in every JVM besides.
     */
    static @Nullable Object key(int index, int sender) {
        boolean odd = sender % 2 == 1;
        String text = "key-" + index;
        return switch (index % CLASSES) {
            case 0 -> text;
            case 1 -> index;
            case 2 -> (long) index << 32;
            case 3 -> index + 0.25;
            case 4 -> null;
            case 5 -> new byte[] {(byte) index, 7};
            case 6 -> odd ? new ArrayList<>(List.of(index, "a")) : List.of(index, "a");
            case 7 -> COLOURS.get(index % COLOURS.size());
            case 8 -> new Point(index, text);
            case 9 -> new UUID(index, 7);
            case 10 -> Instant.ofEpochSecond(index, 9);
            case 11 -> odd ? new HashSet<>(List.of(text, "x", "y", "z")) : Set.of("z", "y", "x", text);
            case 12 -> odd ? new TreeMap<>(fruits(index)) : fruits(index);
            case 13 -> List.of(new BigDecimal(index), new int[] {index});
            default -> new Ticket(index, text);
        };
    }

    /** The same for two indexes just if their keys are equal. */
    public static String identity(int index) {
        return switch (index % CLASSES) {
            case 4 -> "null";
            case 7 -> COLOURS.get(index % COLOURS.size()).name();
            default -> "key-" + index;
        };
    }

    private static Map<String, Integer> fruits(int index) {
        Map<String, Integer> fruits = new LinkedHashMap<>();
        fruits.put("pear", index);
        fruits.put("apple", 2);
        fruits.put("fig", 3);
        return odd(index) ? Map.copyOf(fruits) : fruits;
    }

    private static boolean odd(int index) {
        return index % 2 == 1;
    }
}

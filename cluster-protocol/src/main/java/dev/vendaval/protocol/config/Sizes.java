package dev.vendaval.protocol.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes as text: a whole number and a unit, {@code 512KiB}, {@code 64MiB}, {@code 10GiB}. */
public final class Sizes {
    private static final Pattern FORM = Pattern.compile("(\\d{1,15}) ?(B|KiB|MiB|GiB|TiB)");

    private Sizes() {}

    /** Reads a size in bytes; IllegalArgumentException says what would be right. */
    public static long parse(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "'" + text
                            + "' is not a size; write a whole number with one of the units B, KiB, MiB, GiB, TiB, such as 64MiB");
        }
        try {
            return Math.multiplyExact(Long.parseLong(matcher.group(1)), unitBytes(matcher.group(2)));
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("'" + text + "' is too large a size", e);
        }
    }

    private static long unitBytes(String unit) {
        return switch (unit) {
            case "B" -> 1L;
            case "KiB" -> 1L << 10;
            case "MiB" -> 1L << 20;
            case "GiB" -> 1L << 30;
            default -> 1L << 40;
        };
    }
}

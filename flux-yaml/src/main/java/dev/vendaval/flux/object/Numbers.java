package dev.vendaval.flux.object;

import dev.vendaval.flux.document.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Numbers as declared types want them: never out of range, whole numbers exact; a fraction is the nearest that a double or
 * float has.
 */
final class Numbers {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,15}) ?(B|KiB|MiB|GiB|TiB|KB|MB|GB|TB)");
    private static final Map<String, Integer> POWERS = Map.of("K", 1, "M", 2, "G", 3, "T", 4);

    private Numbers() {}

    static boolean isNumeric(Class<?> type) {
        Class<?> wrapped = TypeNames.wrapped(type);
        return Number.class.isAssignableFrom(wrapped)
                && (wrapped == Number.class || wrapped.getPackageName().startsWith("java."));
    }

    static Conversion convert(Value.Scalar scalar, Class<?> type) {
        Class<?> wanted = TypeNames.wrapped(type);
        Object value = scalar.value();
        if (value instanceof Number number) {
            return of(scalar, exact(number), number instanceof Double, wanted, Rank.EXACT);
        }
        if (value instanceof String text) {
            Long bytes = isIntegral(wanted) ? size(text) : null;
            if (bytes != null) {
                return of(scalar, BigDecimal.valueOf(bytes), false, wanted, Rank.SIZED);
            }
            try {
                return of(scalar, new BigDecimal(text.strip()), false, wanted, Rank.QUOTED);
            } catch (NumberFormatException e) {
                return misfit(scalar, wanted);
            }
        }
        return misfit(scalar, wanted);
    }

    private static @Nullable BigDecimal exact(Number number) {
        if (number instanceof Double floating && !Double.isFinite(floating)) {
            return null;
        }
        return new BigDecimal(number.toString());
    }

    private static boolean isIntegral(Class<?> type) {
        return type == Integer.class || type == Long.class || type == BigInteger.class;
    }

    /** {@code 64MiB} in bytes. */
    private static @Nullable Long size(String text) {
        Matcher matcher = SIZE.matcher(text.strip());
        if (!matcher.matches()) {
            return null;
        }
        String unit = matcher.group(2);
        long base = unit.endsWith("iB") ? 1024 : 1000;
        long bytes = Long.parseLong(matcher.group(1));
        try {
            for (int i = 0; i < POWERS.getOrDefault(unit.substring(0, 1).toUpperCase(Locale.ROOT), 0); i++) {
                bytes = Math.multiplyExact(bytes, base);
            }
            return bytes;
        } catch (ArithmeticException e) {
            return null;
        }
    }

    private static Conversion of(
            Value.Scalar scalar, @Nullable BigDecimal number, boolean floating, Class<?> wanted, Rank given) {
        if (wanted == Double.class || wanted == Float.class) {
            return floating(scalar, number, floating, wanted, given);
        }
        if (number == null) {
            return misfit(scalar, wanted);
        }
        if (wanted == BigDecimal.class) {
            return new Conversion.Fit(number, given.plus(Rank.READ));
        }
        if (wanted == Number.class) {
            return new Conversion.Fit(scalar.value() instanceof Number plain ? plain : number, given.plus(Rank.QUOTED));
        }
        if (floating || number.stripTrailingZeros().scale() > 0) {
            return new Conversion.Misfit(scalar.at(), scalar.described(), "a whole number is wanted");
        }
        try {
            return whole(number.toBigIntegerExact(), wanted, given);
        } catch (ArithmeticException e) {
            return new Conversion.Misfit(
                    scalar.at(),
                    scalar.described() + ", which is out of range",
                    wanted.getSimpleName().toLowerCase(Locale.ROOT) + " goes " + range(wanted));
        }
    }

    private static Conversion floating(
            Value.Scalar scalar, @Nullable BigDecimal number, boolean floating, Class<?> wanted, Rank given) {
        double exact =
                number == null ? ((Number) Objects.requireNonNull(scalar.value())).doubleValue() : number.doubleValue();
        boolean wide = wanted == Double.class;
        double value = wide ? exact : (float) exact;
        // .inf is one, 1e400 is not.
        if (Double.isInfinite(value) && !scalar.text().toLowerCase(Locale.ROOT).contains("inf")) {
            return new Conversion.Misfit(
                    scalar.at(),
                    scalar.described() + ", which is out of range",
                    wide ? "double goes to 1.7e308" : "float goes to 3.4e38");
        }
        if (number != null
                && !floating
                && number.stripTrailingZeros().scale() <= 0
                && number.compareTo(new BigDecimal(value)) != 0) {
            return new Conversion.Misfit(
                    scalar.at(),
                    scalar.described() + ", which no " + (wide ? "double" : "float") + " is exactly",
                    "the nearest is " + new BigDecimal(value).toPlainString());
        }
        return wide
                ? new Conversion.Fit(value, given.plus(floating ? Rank.EXACT : Rank.NAMED))
                : new Conversion.Fit((float) exact, given.plus(floating ? Rank.WIDER : Rank.READ));
    }

    private static Conversion whole(BigInteger number, Class<?> wanted, Rank given) {
        if (wanted == Integer.class) {
            return new Conversion.Fit(number.intValueExact(), given);
        }
        if (wanted == Long.class) {
            return new Conversion.Fit(number.longValueExact(), given.plus(Rank.WIDER));
        }
        if (wanted == Short.class) {
            return new Conversion.Fit(number.shortValueExact(), given.plus(Rank.READ));
        }
        if (wanted == Byte.class) {
            return new Conversion.Fit(number.byteValueExact(), given.plus(Rank.QUOTED));
        }
        if (wanted == BigInteger.class) {
            return new Conversion.Fit(number, given.plus(Rank.READ));
        }
        throw new ArithmeticException("no number is made a " + wanted);
    }

    private static String range(Class<?> wanted) {
        if (wanted == Byte.class) {
            return "from -128 to 127";
        }
        if (wanted == Short.class) {
            return "from -32768 to 32767";
        }
        return wanted == Integer.class ? "from -2147483648 to 2147483647" : "from -2^63 to 2^63 - 1";
    }

    private static Conversion misfit(Value.Scalar scalar, Class<?> wanted) {
        boolean whole = wanted == Integer.class
                || wanted == Long.class
                || wanted == Short.class
                || wanted == Byte.class
                || wanted == BigInteger.class;
        return new Conversion.Misfit(
                scalar.at(), scalar.described(), whole ? "a whole number is wanted" : "a number is wanted");
    }
}

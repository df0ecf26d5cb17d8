package dev.vendaval.flux.object;

import java.io.File;
import java.math.BigInteger;
import java.net.URI;
import java.net.URL;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The types of the JDK that are written as a text: each with how it is read and an example. */
final class TextTypes {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,15}) ?(us|ms|s|m|h|d)");

    private static final Map<Class<?>, TextType> TYPES = Map.ofEntries(
            entry(Duration.class, TextTypes::duration, "a duration such as 250ms, 30s, 5m or PT30S"),
            entry(Path.class, Path::of, "a path"),
            entry(File.class, File::new, "a path"),
            entry(URI.class, URI::create, "a URI such as http://host:80/path"),
            entry(URL.class, text -> URI.create(text).toURL(), "a URL such as http://host:80/path"),
            entry(UUID.class, UUID::fromString, "a UUID"),
            entry(Instant.class, Instant::parse, "an instant such as 2026-01-31T12:00:00Z"),
            entry(LocalDate.class, LocalDate::parse, "a date such as 2026-01-31"),
            entry(LocalTime.class, LocalTime::parse, "a time such as 12:00:00"),
            entry(LocalDateTime.class, LocalDateTime::parse, "a date and time such as 2026-01-31T12:00:00"),
            entry(ZoneId.class, ZoneId::of, "a time zone such as Europe/Lisbon"),
            entry(Charset.class, Charset::forName, "a character set such as UTF-8"),
            entry(Locale.class, Locale::forLanguageTag, "a language tag such as pt-BR"),
            entry(Pattern.class, Pattern::compile, "a regular expression"));

    private TextTypes() {}

    /** Reads a text; whatever it throws means that the text is not one. */
    interface Reading {
        Object read(String text) throws Exception;
    }

    /** How a type is read, and what a text of it looks like. */
    record TextType(Reading reading, String right) {}

    static boolean knows(Class<?> type) {
        return TYPES.containsKey(type);
    }

    static TextType of(Class<?> type) {
        TextType known = TYPES.get(type);
        if (known == null) {
            throw new IllegalArgumentException(type + " is not written as a text");
        }
        return known;
    }

    private static Map.Entry<Class<?>, TextType> entry(Class<?> type, Reading reading, String right) {
        return Map.entry(type, new TextType(reading, right));
    }

    private static Duration duration(String text) {
        Matcher matcher = DURATION.matcher(text.strip());
        if (!matcher.matches()) {
            return Duration.parse(text.strip());
        }
        long count = new BigInteger(matcher.group(1)).longValueExact();
        return switch (matcher.group(2)) {
            case "us" -> Duration.ofNanos(Math.multiplyExact(count, 1000L));
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }
}

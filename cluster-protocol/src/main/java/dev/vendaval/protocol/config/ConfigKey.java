package dev.vendaval.protocol.config;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A key of the configuration.
 *
 * @param name as written, for example {@code topology.workers}
 * @param type how its value is written
 * @param defaultValue in canonical form, or null if the key has none
 * @param minimum the least value of a number, size (bytes) or duration (nanoseconds), and of each number in a list
 * @param maximum the greatest
 * @param choices the only texts allowed; empty for any
 * @param meaning one sentence
 */
record ConfigKey(
        String name,
        ConfigType type,
        @Nullable Object defaultValue,
        long minimum,
        long maximum,
        List<String> choices,
        String meaning) {
    /** Keys of a topology that are read whenever they matter, so that a rebalance can change them. */
    private static final Set<String> LIVE = Set.of(
            "topology.message.timeout",
            "topology.tree.max.age",
            "topology.max.spout.pending",
            "topology.tick.tuple.freq",
            "topology.executor.on.error",
            "topology.debug",
            "topology.spout.idle.max.wait",
            "rebalance.prepare.timeout",
            "rebalance.drain.timeout");

    boolean isLive() {
        return LIVE.contains(name);
    }

    boolean ofTopology() {
        return name.startsWith("topology.") || name.startsWith("rebalance.");
    }

    /** The value checked and in canonical form. */
    Object checked(String writtenAs, Object value) {
        try {
            Object canonical = type.canonical(value);
            checkRange(canonical);
            checkChoice(canonical);
            return canonical;
        } catch (IllegalArgumentException e) {
            throw new ConfigException(writtenAs, String.valueOf(e.getMessage()));
        }
    }

    private void checkRange(Object canonical) {
        if (canonical instanceof List<?> list) {
            list.forEach(this::checkRange);
            return;
        }
        Long amount = amount(canonical);
        if (amount != null && (amount < minimum || amount > maximum)) {
            throw new IllegalArgumentException("found " + canonical + "; " + range());
        }
    }

    private @Nullable Long amount(Object canonical) {
        if (canonical instanceof Integer number) {
            return number.longValue();
        }
        if (type == ConfigType.SIZE) {
            return Sizes.parse((String) canonical);
        }
        if (type == ConfigType.DURATION || (type == ConfigType.DURATION_OR_OFF && !canonical.equals(ConfigType.OFF))) {
            Duration duration = Durations.parse((String) canonical);
            return duration.compareTo(Duration.ofNanos(Long.MAX_VALUE)) > 0 ? Long.MAX_VALUE : duration.toNanos();
        }
        return null;
    }

    private String range() {
        if (type == ConfigType.SIZE) {
            return "at least " + minimum + " bytes are needed";
        }
        if (type == ConfigType.DURATION || type == ConfigType.DURATION_OR_OFF) {
            return "it must be at least " + Durations.format(Duration.ofNanos(minimum));
        }
        return maximum == Integer.MAX_VALUE
                ? "it must be at least " + minimum
                : "it must be from " + minimum + " to " + maximum;
    }

    private void checkChoice(Object canonical) {
        if (!choices.isEmpty() && !choices.contains(canonical)) {
            throw new IllegalArgumentException(
                    "found \"" + canonical + "\"; write one of " + String.join(", ", choices));
        }
    }
}

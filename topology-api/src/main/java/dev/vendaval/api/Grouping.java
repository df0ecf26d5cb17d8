package dev.vendaval.api;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How the tuples of a stream are shared out among a subscriber's tasks, as data. Made by the static methods.
 *
 * @param kind which rule
 * @param fields the fields it goes by; present for {@link Kind#FIELDS} and {@link Kind#PARTIAL_KEY} only
 * @param custom the Java-serialized {@link CustomGrouping}; present for {@link Kind#CUSTOM} only; not to be changed
 */
// Arrays are compared by content below; the bytes are handed on as they are, since a definition is read-only by rule.
@SuppressWarnings("ArrayRecordComponent")
public record Grouping(Kind kind, @Nullable Fields fields, byte @Nullable [] custom) {
    private static final Grouping SHUFFLE = of(Kind.SHUFFLE);
    private static final Grouping ALL = of(Kind.ALL);
    private static final Grouping GLOBAL = of(Kind.GLOBAL);
    private static final Grouping NONE = of(Kind.NONE);
    private static final Grouping DIRECT = of(Kind.DIRECT);
    private static final Grouping LOCAL_OR_SHUFFLE = of(Kind.LOCAL_OR_SHUFFLE);

    /** The rules there are. */
    public enum Kind {
        /** Each sender deals its tuples out evenly among the tasks that can take them. */
        SHUFFLE,
        /** Tuples with the same values of the fields go to the same task; no fields at all: as {@link #GLOBAL}. */
        FIELDS,
        /** Each key has two tasks; the sender picks the one it has sent fewer tuples to. */
        PARTIAL_KEY,
        /** Every task gets a copy. */
        ALL,
        /** The task with the lowest id gets all. */
        GLOBAL,
        /** Any task will do: one near the sender if there is one. */
        NONE,
        /** The sender names the task with {@code emitDirect}. */
        DIRECT,
        /** As {@link #SHUFFLE} among the tasks in the sender's worker, or among all if there is none. */
        LOCAL_OR_SHUFFLE,
        /** The user's {@link CustomGrouping} chooses. */
        CUSTOM
    }

    /**
     * Checks that exactly what the kind needs is there.
     *
     * @throws IllegalArgumentException if fields or bytes are missing, or there without need
     */
    public Grouping {
        Objects.requireNonNull(kind, "kind");
        boolean keyed = kind == Kind.FIELDS || kind == Kind.PARTIAL_KEY;
        if (keyed != (fields != null)) {
            throw new IllegalArgumentException(
                    kind + " grouping " + (keyed ? "needs fields" : "takes no fields, found " + fields));
        }
        if ((kind == Kind.CUSTOM) != (custom != null)) {
            throw new IllegalArgumentException(
                    kind + " grouping " + (custom == null ? "needs a serialized CustomGrouping" : "takes no bytes"));
        }
    }

    /**
     * A grouping that needs nothing but its kind.
     *
     * @param kind any but {@link Kind#FIELDS}, {@link Kind#PARTIAL_KEY} and {@link Kind#CUSTOM}
     * @return the grouping
     * @throws IllegalArgumentException if the kind needs fields or bytes
     */
    public static Grouping of(Kind kind) {
        return new Grouping(kind, null, null);
    }

    /**
     * {@link Kind#SHUFFLE}.
     *
     * @return the grouping
     */
    public static Grouping shuffle() {
        return SHUFFLE;
    }

    /**
     * {@link Kind#FIELDS}.
     *
     * @param fields of the stream subscribed to
     * @return the grouping
     */
    public static Grouping fields(Fields fields) {
        return new Grouping(Kind.FIELDS, fields, null);
    }

    /**
     * {@link Kind#PARTIAL_KEY}.
     *
     * @param fields of the stream subscribed to, at least one
     * @return the grouping
     */
    public static Grouping partialKey(Fields fields) {
        return new Grouping(Kind.PARTIAL_KEY, fields, null);
    }

    /**
     * {@link Kind#ALL}.
     *
     * @return the grouping
     */
    public static Grouping all() {
        return ALL;
    }

    /**
     * {@link Kind#GLOBAL}.
     *
     * @return the grouping
     */
    public static Grouping global() {
        return GLOBAL;
    }

    /**
     * {@link Kind#NONE}.
     *
     * @return the grouping
     */
    public static Grouping none() {
        return NONE;
    }

    /**
     * {@link Kind#DIRECT}.
     *
     * @return the grouping
     */
    public static Grouping direct() {
        return DIRECT;
    }

    /**
     * {@link Kind#LOCAL_OR_SHUFFLE}.
     *
     * @return the grouping
     */
    public static Grouping localOrShuffle() {
        return LOCAL_OR_SHUFFLE;
    }

    /**
     * {@link Kind#CUSTOM} by a grouping that is serialized now.
     *
     * @param grouping the user's
     * @return the grouping
     * @throws SubmitException if it cannot be serialized, naming the field
     */
    public static Grouping custom(CustomGrouping grouping) {
        return custom(SerializedObject.bytes("custom grouping", grouping));
    }

    /**
     * {@link Kind#CUSTOM} by a grouping serialized before.
     *
     * @param grouping a Java-serialized {@link CustomGrouping}
     * @return the grouping
     */
    public static Grouping custom(byte[] grouping) {
        return new Grouping(Kind.CUSTOM, null, grouping);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Grouping that
                && kind == that.kind
                && Objects.equals(fields, that.fields)
                && Arrays.equals(custom, that.custom);
    }

    @Override
    public int hashCode() {
        return Objects.hash(kind, fields, Arrays.hashCode(custom));
    }

    /** The kind, with the fields if any: {@code FIELDS[word]}. */
    @Override
    public String toString() {
        return fields == null ? kind.toString() : kind + fields.toString();
    }
}

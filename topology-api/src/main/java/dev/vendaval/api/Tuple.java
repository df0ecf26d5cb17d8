package dev.vendaval.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A list of named values that came from one task on one stream. Immutable, valid as long as it is held, and readable
 * from any thread; its values are shared with other receivers and must not be changed.
 *
 * <p>Values come out as they were put in: {@link #getLong} of an {@code Integer} is an error, not a conversion. The typed
 * accessors return null where the value is null, and otherwise throw {@link IllegalArgumentException} naming the field,
 * the type wanted and the type found. A field name that the stream has not is an {@link IllegalArgumentException} naming
 * those it has, a position it has not an {@link IndexOutOfBoundsException}.
 */
public interface Tuple {
    /**
     * How many values there are.
     *
     * @return the number of the stream's fields
     */
    int size();

    /**
     * The value at a position.
     *
     * @param index from 0
     * @return the value, which may be null
     */
    @Nullable
    Object getValue(int index);

    /**
     * All values.
     *
     * @return in the order of the fields, unmodifiable
     */
    List<Object> getValues();

    /**
     * The fields of the stream this tuple came on.
     *
     * @return as the source declared them
     */
    Fields getFields();

    /**
     * The component that emitted this tuple.
     *
     * @return its id; {@link Streams#SYSTEM_COMPONENT} for a tick
     */
    String getSourceComponent();

    /**
     * The task that emitted this tuple.
     *
     * @return its id; {@link Streams#SYSTEM_TASK} for a tick
     */
    int getSourceTask();

    /**
     * The stream this tuple came on.
     *
     * @return its id, unique within the source component
     */
    String getSourceStreamId();

    /**
     * The stream this tuple came on, with its component.
     *
     * @return component and stream id
     */
    default GlobalStreamId getSourceGlobalStreamId() {
        return new GlobalStreamId(getSourceComponent(), getSourceStreamId());
    }

    /**
     * Whether this is a tick, as asked for by {@code topology.tick.tuple.freq}.
     *
     * @return true if it is
     */
    default boolean isTick() {
        return Streams.TICK.equals(getSourceStreamId()) && Streams.SYSTEM_COMPONENT.equals(getSourceComponent());
    }

    /**
     * Whether the stream has a field of this name.
     *
     * @param field any name
     * @return true if it has
     */
    default boolean contains(String field) {
        return getFields().contains(field);
    }

    /**
     * The position of a field.
     *
     * @param field its name
     * @return from 0
     */
    default int fieldIndex(String field) {
        return getFields().fieldIndex(field);
    }

    /**
     * The values of some fields.
     *
     * @param selected the fields wanted, in the order wanted
     * @return a new list
     */
    default List<Object> select(Fields selected) {
        return getFields().select(selected, getValues());
    }

    /**
     * The value of a field.
     *
     * @param field its name
     * @return the value, which may be null
     */
    default @Nullable Object getValueByField(String field) {
        return getValue(fieldIndex(field));
    }

    /**
     * The value at a position, a string.
     *
     * @param index from 0
     * @return the value, which may be null
     */
    default @Nullable String getString(int index) {
        return TypedValue.of(this, index, String.class);
    }

    /**
     * The value of a field, a string.
     *
     * @param field its name
     * @return the value, which may be null
     */
    default @Nullable String getStringByField(String field) {
        return getString(fieldIndex(field));
    }

    /**
     * The value at a position, an int.
     *
     * @param index from 0
     * @return the value, which may be null
     */
    default @Nullable Integer getInteger(int index) {
        return TypedValue.of(this, index, Integer.class);
    }

    /**
     * The value of a field, an int.
     *
     * @param field its name
     * @return the value, which may be null
     */
    default @Nullable Integer getIntegerByField(String field) {
        return getInteger(fieldIndex(field));
    }

    /**
     * The value at a position, a long.
     *
     * @param index from 0
     * @return the value, which may be null
     */
    default @Nullable Long getLong(int index) {
        return TypedValue.of(this, index, Long.class);
    }

    /**
     * The value of a field, a long.
     *
     * @param field its name
     * @return the value, which may be null
     */
    default @Nullable Long getLongByField(String field) {
        return getLong(fieldIndex(field));
    }

    /**
     * The value at a position, a double.
     *
     * @param index from 0
     * @return the value, which may be null
     */
    default @Nullable Double getDouble(int index) {
        return TypedValue.of(this, index, Double.class);
    }

    /**
     * The value of a field, a double.
     *
     * @param field its name
     * @return the value, which may be null
     */
    default @Nullable Double getDoubleByField(String field) {
        return getDouble(fieldIndex(field));
    }

    /**
     * The value at a position, a float.
     *
     * @param index from 0
     * @return the value, which may be null
     */
    default @Nullable Float getFloat(int index) {
        return TypedValue.of(this, index, Float.class);
    }

    /**
     * The value of a field, a float.
     *
     * @param field its name
     * @return the value, which may be null
     */
    default @Nullable Float getFloatByField(String field) {
        return getFloat(fieldIndex(field));
    }

    /**
     * The value at a position, a boolean.
     *
     * @param index from 0
     * @return the value, which may be null
     */
    default @Nullable Boolean getBoolean(int index) {
        return TypedValue.of(this, index, Boolean.class);
    }

    /**
     * The value of a field, a boolean.
     *
     * @param field its name
     * @return the value, which may be null
     */
    default @Nullable Boolean getBooleanByField(String field) {
        return getBoolean(fieldIndex(field));
    }

    /**
     * The value at a position, a short.
     *
     * @param index from 0
     * @return the value, which may be null
     */
    default @Nullable Short getShort(int index) {
        return TypedValue.of(this, index, Short.class);
    }

    /**
     * The value of a field, a short.
     *
     * @param field its name
     * @return the value, which may be null
     */
    default @Nullable Short getShortByField(String field) {
        return getShort(fieldIndex(field));
    }

    /**
     * The value at a position, a byte.
     *
     * @param index from 0
     * @return the value, which may be null
     */
    default @Nullable Byte getByte(int index) {
        return TypedValue.of(this, index, Byte.class);
    }

    /**
     * The value of a field, a byte.
     *
     * @param field its name
     * @return the value, which may be null
     */
    default @Nullable Byte getByteByField(String field) {
        return getByte(fieldIndex(field));
    }

    /**
     * The value at a position, a byte array.
     *
     * @param index from 0
     * @return the value, which may be null
     */
    default byte @Nullable [] getBinary(int index) {
        return TypedValue.of(this, index, byte[].class);
    }

    /**
     * The value of a field, a byte array.
     *
     * @param field its name
     * @return the value, which may be null
     */
    default byte @Nullable [] getBinaryByField(String field) {
        return getBinary(fieldIndex(field));
    }
}

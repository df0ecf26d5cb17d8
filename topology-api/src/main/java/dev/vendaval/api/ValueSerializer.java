package dev.vendaval.api;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Writes and reads tuple values of one class, for which it is registered by {@link Config#registerSerializer}. Classes
 * without one just work; a serializer of their own makes them smaller and quicker, or possible where a class cannot be
 * taken apart and put together by its fields.
 *
 * <p>An implementation is public, with a public constructor without parameters. Every executor has its own instance, used
 * by one thread at a time.
 *
 * @param <T> the class of the values
 */
public interface ValueSerializer<T> {
    /**
     * Writes a value.
     *
     * @param value never null
     * @param out takes the bytes; ends are kept by the caller, so no length is needed
     * @throws IOException counts as a value that cannot be encoded: the {@code emit} fails
     */
    void write(T value, DataOutput out) throws IOException;

    /**
     * Reads what {@link #write} wrote.
     *
     * @param in has exactly the bytes of one value
     * @return the value, never null
     * @throws IOException counts as an exception of the receiving component
     */
    T read(DataInput in) throws IOException;
}

package dev.vendaval.worker.codec;

import java.util.List;

/** stub: writes and reads the values of tuples. Owned by one executor's thread. */
@SuppressWarnings("DoNotCallSuggester") // a stub for an hour
public final class ValueCodec {
    ValueCodec() {}

    /**
     * Writes the values of one tuple, or nothing.
     *
     * @param values in the order of the fields; nulls allowed
     * @param out as it was before when this throws
     * @throws CodecException if a value cannot be encoded ({@link CodecException#valueIndex()}) or the tuple is too large
     */
    public void write(List<Object> values, ByteOutput out) {
        throw new UnsupportedOperationException("not yet");
    }

    /**
     * Reads the values of one tuple.
     *
     * @param in at the place where {@link #write} began
     * @return fresh values in an unmodifiable list
     * @throws CodecException whatever is wrong with the bytes, the classes they name or the users' serializers; the
     *     position is then anywhere
     */
    public List<Object> read(ByteInput in) {
        throw new UnsupportedOperationException("not yet");
    }
}

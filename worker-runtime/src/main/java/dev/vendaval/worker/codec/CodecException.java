package dev.vendaval.worker.codec;

import org.jspecify.annotations.Nullable;

/** A value that cannot be encoded, or bytes that are no values; the message names the class where there is one. */
public final class CodecException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private int valueIndex = -1;

    CodecException(String message) {
        super(message);
    }

    CodecException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** Adds the position of the value, on the way out. */
    CodecException at(int index) {
        valueIndex = index;
        return this;
    }

    /** The position of the value in its tuple, so that the caller can name the field; -1: not one value's fault. */
    public int valueIndex() {
        return valueIndex;
    }
}

package dev.vendaval.worker.codec;

import org.jspecify.annotations.Nullable;

/** A value that cannot be encoded, or bytes that are no values; the message names the class where there is one. */
public final class CodecException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int valueIndex;

    CodecException(String message) {
        this(message, -1, null);
    }

    CodecException(String message, @Nullable Throwable cause) {
        this(message, -1, cause);
    }

    private CodecException(String message, int valueIndex, @Nullable Throwable cause) {
        super(message, cause);
        this.valueIndex = valueIndex;
    }

    CodecException at(int index) {
        CodecException result = new CodecException(String.valueOf(getMessage()), index, getCause());
        result.setStackTrace(getStackTrace());
        return result;
    }

    /** The position of the value in its tuple, so that the caller can name the field; -1: not one value's fault. */
    public int valueIndex() {
        return valueIndex;
    }
}

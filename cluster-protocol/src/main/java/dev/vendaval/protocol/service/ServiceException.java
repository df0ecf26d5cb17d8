package dev.vendaval.protocol.service;

import dev.vendaval.api.SubmitException;
import org.jspecify.annotations.Nullable;

/** A request that was refused or did not get through; carried over the network with its code. */
public final class ServiceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final SubmitException.Code code;
    private final @Nullable String hint;

    public ServiceException(SubmitException.Code code, String message, @Nullable String hint) {
        this(code, message, hint, null);
    }

    public ServiceException(
            SubmitException.Code code, String message, @Nullable String hint, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
        this.hint = hint;
    }

    public SubmitException.Code code() {
        return code;
    }

    public @Nullable String hint() {
        return hint;
    }
}

package dev.vendaval.protocol.grpc;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.vendaval.api.SubmitException;
import dev.vendaval.protocol.proto.ErrorMessage;
import dev.vendaval.protocol.service.ServiceException;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Service exceptions over the network: a status for tools, and code, message and hint in a trailer. */
final class Errors {
    private static final Logger LOG = LoggerFactory.getLogger(Errors.class);
    private static final Metadata.Key<byte[]> TRAILER =
            Metadata.Key.of("vendaval-error-bin", Metadata.BINARY_BYTE_MARSHALLER);
    /** Trailers travel as one header block, which both sides bound. */
    private static final int LONGEST_TEXT = 8 * 1024;

    private Errors() {}

    /** What a handler threw, for the other side; a bug is logged here, where the call ends. */
    static StatusRuntimeException outgoing(Throwable thrown) {
        if (thrown instanceof ServiceException refused) {
            return outgoing(refused.code(), refused.getMessage(), refused.hint());
        }
        if (thrown instanceof SubmitException refused) {
            return outgoing(refused.code(), refused.getMessage(), refused.hint());
        }
        LOG.error("A call failed unexpectedly", thrown);
        return outgoing(SubmitException.Code.INTERNAL, "the server failed: " + thrown, null);
    }

    private static StatusRuntimeException outgoing(
            SubmitException.Code code, @Nullable String message, @Nullable String hint) {
        String text = shortened(String.valueOf(message));
        ErrorMessage.Builder error =
                ErrorMessage.newBuilder().setCode(code.name()).setMessage(text);
        if (hint != null) {
            error.setHint(shortened(hint));
        }
        Metadata trailers = new Metadata();
        trailers.put(TRAILER, error.build().toByteArray());
        return status(code).withDescription(code + ": " + text).asRuntimeException(trailers);
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + " ...";
    }

    private static Status status(SubmitException.Code code) {
        return switch (code) {
            case NOT_FOUND -> Status.NOT_FOUND;
            case NAME_TAKEN -> Status.ALREADY_EXISTS;
            case USAGE, CONFIG, INVALID_TOPOLOGY -> Status.INVALID_ARGUMENT;
            case INTERNAL, USER_CODE -> Status.INTERNAL;
            case NO_CLUSTER, ILLEGAL_STATE, NO_SLOTS, TIMEOUT -> Status.FAILED_PRECONDITION;
        };
    }

    /** What the other side threw, or what kept the call from getting through. */
    static ServiceException incoming(String what, Throwable thrown) {
        Metadata trailers = Status.trailersFromThrowable(thrown);
        byte[] trailer = trailers == null ? null : trailers.get(TRAILER);
        if (trailer != null) {
            return fromTrailer(what, trailer, thrown);
        }
        Status status = Status.fromThrowable(thrown);
        String reason = reason(status);
        return switch (status.getCode()) {
            case UNAVAILABLE, CANCELLED -> // a server that is stopping cancels what it has not answered
                new ServiceException(
                        SubmitException.Code.NO_CLUSTER, what + " cannot be reached: " + reason, null, thrown);
            case DEADLINE_EXCEEDED ->
                new ServiceException(SubmitException.Code.TIMEOUT, what + " did not answer in time", null, thrown);
            default ->
                new ServiceException(
                        SubmitException.Code.INTERNAL, what + ": " + status.getCode() + ": " + reason, null, thrown);
        };
    }

    private static String reason(Status status) {
        Throwable cause = status.getCause();
        if (cause != null && cause.getMessage() != null) {
            return cause.getMessage();
        }
        return status.getDescription() == null ? status.getCode().toString() : status.getDescription();
    }

    private static ServiceException fromTrailer(String what, byte[] trailer, Throwable thrown) {
        try {
            ErrorMessage error = ErrorMessage.parseFrom(trailer);
            return new ServiceException(
                    code(error.getCode()), error.getMessage(), error.hasHint() ? error.getHint() : null, thrown);
        } catch (InvalidProtocolBufferException e) {
            return new ServiceException(
                    SubmitException.Code.INTERNAL, what + " sent an error that cannot be read", null, e);
        }
    }

    private static SubmitException.Code code(String name) {
        for (SubmitException.Code code : SubmitException.Code.values()) {
            if (code.name().equals(name)) {
                return code;
            }
        }
        return SubmitException.Code.INTERNAL;
    }

    /** Whether nobody answered at all, as opposed to an answer that refuses. */
    static boolean isUnreachable(Throwable thrown) {
        Metadata trailers = Status.trailersFromThrowable(thrown);
        boolean answered = trailers != null && trailers.containsKey(TRAILER);
        Status.Code code = Status.fromThrowable(thrown).getCode();
        return !answered && (code == Status.Code.UNAVAILABLE || code == Status.Code.CANCELLED);
    }
}

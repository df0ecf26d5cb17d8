package dev.vendaval.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Checks the three things a refusal consists of: code, message, hint. */
final class Refusal {
    private Refusal() {}

    static SubmitException refused(SubmitException.Code code, String message, String hint, ThrowingCallable call) {
        SubmitException e = catchThrowableOfType(SubmitException.class, call);
        assertThat(e).as("refused").isNotNull();
        assertThat(e.getMessage()).contains(message);
        assertThat(String.valueOf(e.hint())).contains(hint);
        assertThat(e.code()).isEqualTo(code);
        return e;
    }

    static SubmitException invalid(String message, String hint, ThrowingCallable call) {
        return refused(SubmitException.Code.INVALID_TOPOLOGY, message, hint, call);
    }
}

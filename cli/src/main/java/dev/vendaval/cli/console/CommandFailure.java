package dev.vendaval.cli.console;

import dev.vendaval.api.SubmitException;
import dev.vendaval.api.SubmitException.Code;
import dev.vendaval.protocol.config.ConfigException;
import dev.vendaval.protocol.service.ServiceException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A command that did not do what it was asked to: what the user is told, and the exit code. */
public final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Code code;
    private final @Nullable String hint;
    private final int exitCode;

    // Both only shown, never serialized: an exception of the command line does not travel.
    private final transient Map<String, Object> furtherFields;
    private final @Nullable String stack;

    private CommandFailure(
            Code code,
            String message,
            @Nullable String hint,
            int exitCode,
            Map<String, Object> furtherFields,
            @Nullable String stack,
            @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
        this.hint = hint;
        this.exitCode = exitCode;
        this.furtherFields = furtherFields;
        this.stack = stack;
    }

    public static CommandFailure usage(String message) {
        return of(Code.USAGE, message, null);
    }

    /** With the exit code that belongs to the code. */
    public static CommandFailure of(Code code, String message, @Nullable String hint) {
        return new CommandFailure(code, message, hint, ExitCode.of(code), Map.of(), null, null);
    }

    /** With the failure that caused it, which is only shown as part of the message. */
    public static CommandFailure of(Code code, String message, @Nullable String hint, Throwable cause) {
        return new CommandFailure(code, message, hint, ExitCode.of(code), Map.of(), null, cause);
    }

    /** With further fields of the JSON document beside the error. */
    public static CommandFailure of(
            Code code, String message, @Nullable String hint, Map<String, Object> furtherFields) {
        return new CommandFailure(code, message, hint, ExitCode.of(code), furtherFields, null, null);
    }

    /** Accepted, but not reached: exit code 5 whatever the code. */
    public static CommandFailure notReached(
            Code code, String message, @Nullable String hint, Map<String, Object> furtherFields) {
        return new CommandFailure(code, message, hint, ExitCode.NOT_REACHED, furtherFields, null, null);
    }

    /** The user's code threw in this JVM; the stack is shown as given. */
    public static CommandFailure userCode(String message, @Nullable String hint, String stack, Throwable cause) {
        return new CommandFailure(Code.USER_CODE, message, hint, ExitCode.FAILED, Map.of(), stack, cause);
    }

    /** What any exception out of a command means to the user. */
    public static CommandFailure from(Throwable thrown) {
        if (thrown instanceof CommandFailure failure) {
            return failure;
        }
        String message = String.valueOf(thrown.getMessage());
        if (thrown instanceof ServiceException refused) {
            return of(refused.code(), message, refused.hint(), thrown);
        }
        if (thrown instanceof SubmitException refused) {
            return of(refused.code(), message, refused.hint(), thrown);
        }
        if (thrown instanceof ConfigException) {
            return of(Code.CONFIG, message, null, thrown);
        }
        return new CommandFailure(
                Code.INTERNAL,
                "a fault of Vendaval's: " + thrown,
                "please report it with the stack below",
                ExitCode.FAILED,
                Map.of(),
                StackText.whole(thrown),
                thrown);
    }

    /** With its hint, if it has one, as {@code change} makes it. */
    CommandFailure withHint(UnaryOperator<String> change) {
        return hint == null
                ? this
                : new CommandFailure(
                        code, String.valueOf(getMessage()), change.apply(hint), exitCode, furtherFields, stack, this);
    }

    public Code code() {
        return code;
    }

    int exitCode() {
        return exitCode;
    }

    /** The document of {@code --json}. */
    Map<String, Object> document() {
        Map<String, @Nullable Object> error = new LinkedHashMap<>();
        error.put("code", code.name());
        error.put("message", getMessage());
        error.put("hint", hint);
        if (stack != null) {
            error.put("stack", stack);
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("error", error);
        document.putAll(furtherFields);
        return document;
    }

    /** What people read on stderr. */
    String text() {
        return "error: " + getMessage()
                + (hint == null ? "" : System.lineSeparator() + "hint: " + hint)
                + (stack == null ? "" : System.lineSeparator() + stack.stripTrailing());
    }
}

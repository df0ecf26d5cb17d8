package dev.vendaval.flux.object;

import dev.vendaval.flux.problem.Location;
import dev.vendaval.flux.problem.Problems;
import java.util.Objects;

/** Tells of classes that lack what they need, or fail when they are initialized. */
final class Linkage {
    private static final String SHADE =
            "the jar must have all it needs but the JDK, dev.vendaval.api and SLF4J: shade it into the jar";

    private Linkage() {}

    /** Tells what the JVM says of a class that it cannot use. */
    static void tell(Problems problems, Location at, String title, Throwable thrown) {
        problems.error(at, title + ": " + found(thrown), hint(thrown));
    }

    private static String found(Throwable thrown) {
        if (thrown instanceof ExceptionInInitializerError) {
            return "a static initializer threw " + Objects.requireNonNullElse(thrown.getCause(), thrown);
        }
        if (thrown instanceof TypeNotPresentException missing) {
            return "there is no class " + missing.typeName() + ", which its class names";
        }
        String message = String.valueOf(thrown.getMessage());
        return isMissing(thrown)
                ? "there is no class " + message.replace('/', '.') + ", which its class names"
                : "its class cannot be used: " + thrown;
    }

    /** What to do about what a call has thrown. */
    static String hint(Throwable thrown) {
        if (thrown instanceof TypeNotPresentException
                || thrown instanceof ClassNotFoundException
                || isMissing(thrown)) {
            return SHADE;
        }
        Throwable origin =
                thrown instanceof ExceptionInInitializerError && thrown.getCause() != null ? thrown.getCause() : thrown;
        StackTraceElement[] stack = origin.getStackTrace();
        return stack.length == 0 ? "its arguments stand here" : "it was thrown at " + stack[0];
    }

    /** A second use of a class that failed to initialize is told by the same error, in words of its own. */
    private static boolean isMissing(Throwable thrown) {
        String message = String.valueOf(thrown.getMessage());
        return thrown instanceof NoClassDefFoundError && !message.isEmpty() && message.indexOf(' ') < 0;
    }
}

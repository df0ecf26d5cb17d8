package dev.vendaval.worker.executor;

import dev.vendaval.protocol.report.BusyCall;
import dev.vendaval.protocol.topology.ExecutorTasks;

/**
 * A step that has not returned: whose it is, for how long, and where its thread is. The frames tell the user's code from
 * the runtime's and the JDK's.
 */
final class SittingCall {
    private static final int MOST_FRAMES = 100;
    private static final String[] RUNTIME = {"dev.vendaval.worker.", "dev.vendaval.api."};
    private static final String[] JDK = {"java.", "javax.", "jdk.", "sun.", "com.sun."};

    private final ExecutorTasks executor;
    private final int task;
    private final long nanos;
    private final StackTraceElement[] stack;
    private final long inboxTuples;

    /** @param inboxTuples that wait for the executor, those that it has taken not counted */
    SittingCall(ExecutorTasks executor, int task, long nanos, StackTraceElement[] stack, long inboxTuples) {
        this.executor = executor;
        this.task = task;
        this.nanos = nanos;
        this.stack = stack;
        this.inboxTuples = inboxTuples;
    }

    /** As it is reported. */
    BusyCall report() {
        return new BusyCall(executor, task, method(), place(), nanos / 1_000_000, text(), inboxTuples);
    }

    /** The component's method that the runtime has called. */
    private String method() {
        for (int i = stack.length - 1; i >= 0; i--) {
            if (isUsers(stack[i])) {
                return stack[i].getMethodName();
            }
        }
        return "a call";
    }

    private String place() {
        for (StackTraceElement frame : stack) {
            if (isUsers(frame)) {
                return text(frame);
            }
        }
        return stack.length == 0 ? "an unknown place" : text(stack[0]);
    }

    private static boolean isUsers(StackTraceElement frame) {
        return !startsWithAny(frame.getClassName(), RUNTIME) && !startsWithAny(frame.getClassName(), JDK);
    }

    private static boolean startsWithAny(String name, String[] prefixes) {
        for (String prefix : prefixes) {
            if (name.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }

    /** Without the names of loaders and modules, which say nothing to the user. */
    private static String text(StackTraceElement frame) {
        String file = frame.getFileName();
        String where = frame.isNativeMethod()
                ? "Native Method"
                : (file == null
                        ? "Unknown Source"
                        : file + (frame.getLineNumber() < 0 ? "" : ":" + frame.getLineNumber()));
        return frame.getClassName() + "." + frame.getMethodName() + "(" + where + ")";
    }

    private String text() {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < Math.min(MOST_FRAMES, stack.length); i++) {
            lines.append("at ").append(text(stack[i])).append('\n');
        }
        if (stack.length > MOST_FRAMES) {
            lines.append("... ").append(stack.length - MOST_FRAMES).append(" more\n");
        }
        return lines.toString();
    }
}

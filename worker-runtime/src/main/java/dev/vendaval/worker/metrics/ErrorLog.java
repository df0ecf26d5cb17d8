package dev.vendaval.worker.metrics;

import dev.vendaval.protocol.report.ErrorReport;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The errors of a worker's components, equal ones (component, task, message) counted together. Keeps the
 * {@link #MAX_ERRORS} different ones that happened last. Safe for any thread.
 */
public final class ErrorLog {
    /** How many different errors are kept. */
    public static final int MAX_ERRORS = 100;

    /** What is longer of a message is cut. */
    static final int MAX_MESSAGE_CHARS = 2_048;

    /** All messages and stacks of a report together, far below what a message between daemons may have. */
    static final int MAX_REPORT_CHARS = 512 * 1_024;

    private static final int MAX_STACK_CHARS = 16_384;
    private static final String STACK_LEFT_OUT = "... left out, since the report is full; it is in the worker's log";
    private static final Logger log = LoggerFactory.getLogger(ErrorLog.class);

    private record Key(String component, int task, String message) {}

    private final String host;
    private final int port;
    private final LongSupplier epochMillis;
    private final Map<Key, ErrorReport> errors = new LinkedHashMap<>(16, 0.75f, true);

    /** For the worker at this address. */
    public ErrorLog(String host, int port, LongSupplier epochMillis) {
        this.host = host;
        this.port = port;
        this.epochMillis = epochMillis;
    }

    /** Logs and keeps an error. */
    public void report(String component, int task, Throwable thrown) {
        Throwable error = readable(thrown);
        String message = messageOf(error);
        log.error("component '{}', task {}: {}", component, task, message, error);
        keep(new Key(component, task, message), stackOf(error));
    }

    /** The error itself, or one in its place if the user's class throws when asked what it says. */
    public static Throwable readable(Throwable error) {
        try {
            stackOf(error);
            return error;
        } catch (RuntimeException e) {
            IllegalStateException inItsPlace =
                    new IllegalStateException(error.getClass().getName() + ", whose own text cannot be had: "
                            + e.getClass().getName());
            inItsPlace.setStackTrace(error.getStackTrace());
            return inItsPlace;
        }
    }

    private static String messageOf(Throwable error) {
        String message = error.toString();
        return message.length() <= MAX_MESSAGE_CHARS ? message : message.substring(0, MAX_MESSAGE_CHARS) + "\u2026";
    }

    private synchronized void keep(Key key, String stack) {
        long now = epochMillis.getAsLong();
        ErrorReport before = errors.get(key);
        long first = before == null ? now : before.firstAtMs();
        long count = before == null ? 1 : before.count() + 1;
        errors.put(
                key, new ErrorReport(key.component(), key.task(), host, port, first, now, count, key.message(), stack));
        if (errors.size() > MAX_ERRORS) {
            errors.remove(errors.keySet().iterator().next());
        }
    }

    /**
     * What is kept, the one that happened last at the end. When it is too much in all, those that happened longest ago are
     * without their stacks.
     */
    public synchronized List<ErrorReport> reports() {
        List<ErrorReport> reports = new ArrayList<>(errors.values());
        int left = MAX_REPORT_CHARS - MAX_ERRORS * (MAX_MESSAGE_CHARS + STACK_LEFT_OUT.length());
        for (int i = reports.size() - 1; i >= 0; i--) {
            ErrorReport report = reports.get(i);
            left -= report.stack().length();
            if (left < 0) {
                reports.set(i, withoutStack(report));
            }
        }
        return reports;
    }

    private static ErrorReport withoutStack(ErrorReport report) {
        return new ErrorReport(
                report.component(),
                report.task(),
                report.host(),
                report.port(),
                report.firstAtMs(),
                report.lastAtMs(),
                report.count(),
                report.message(),
                STACK_LEFT_OUT);
    }

    private static String stackOf(Throwable error) {
        StringWriter text = new StringWriter();
        try (PrintWriter writer = new PrintWriter(text)) {
            error.printStackTrace(writer);
        }
        return text.getBuffer().length() <= MAX_STACK_CHARS
                ? text.toString()
                : text.getBuffer().substring(0, MAX_STACK_CHARS) + "\n... cut";
    }
}

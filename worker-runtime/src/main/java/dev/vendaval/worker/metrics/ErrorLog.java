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

    private static final int MAX_STACK_CHARS = 16_384;
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
    public void report(String component, int task, Throwable error) {
        log.error("component '{}', task {}: {}", component, task, error.toString(), error);
        keep(new Key(component, task, error.toString()), stackOf(error));
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

    /** What is kept, the one that happened last at the end. */
    public synchronized List<ErrorReport> reports() {
        return new ArrayList<>(errors.values());
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

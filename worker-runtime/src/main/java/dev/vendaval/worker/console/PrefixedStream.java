package dev.vendaval.worker.console;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Gathers what each thread prints up to a line end and passes on whole lines, each behind {@code
 * component-task}, as the loops keep it in the logging context (MDC keys {@link #COMPONENT} and
 * {@link #TASK}). A line longer than {@value #LINE_LIMIT} bytes is passed on in pieces. Safe for use
 * by any thread; lines of different threads never mix.
 */
final class PrefixedStream extends OutputStream {
    static final String COMPONENT = "component";
    static final String TASK = "task";
    private static final int LINE_LIMIT = 64 * 1024;

    private final PrintStream target;
    private final ThreadLocal<ByteArrayOutputStream> lines = ThreadLocal.withInitial(ByteArrayOutputStream::new);

    PrefixedStream(PrintStream target) {
        this.target = target;
    }

    @Override
    public void write(int oneByte) {
        ByteArrayOutputStream line = lines.get();
        if (oneByte == '\n') {
            pass(line);
        } else if (oneByte != '\r') {
            line.write(oneByte);
            if (line.size() >= LINE_LIMIT) {
                pass(line);
            }
        }
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            write(bytes[i]);
        }
    }

    /** Passes on nothing: a line is only passed on whole. */
    @Override
    public void flush() {
        target.flush();
    }

    private void pass(ByteArrayOutputStream line) {
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        target.println(prefix() + text);
    }

    private static String prefix() {
        @Nullable String component = MDC.get(COMPONENT);
        if (component == null) {
            return "";
        }
        @Nullable String task = MDC.get(TASK);
        return "[" + component + (task == null ? "" : "-" + task) + "] ";
    }
}

package dev.vendaval.worker.console;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Gathers what each thread prints up to a line end and passes on whole lines, on the thread that
 * printed them, so that the log adds that thread's component and task. A line longer than {@value
 * #LINE_LIMIT} bytes is passed on in pieces. Safe for any thread; lines of different threads never mix.
 */
final class LineStream extends OutputStream {
    static final int LINE_LIMIT = 64 * 1024;

    private final Consumer<String> lines;
    private final ThreadLocal<ByteArrayOutputStream> begun = ThreadLocal.withInitial(ByteArrayOutputStream::new);

    LineStream(Consumer<String> lines) {
        this.lines = lines;
    }

    @Override
    public void write(int oneByte) {
        ByteArrayOutputStream line = begun.get();
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

    private void pass(ByteArrayOutputStream line) {
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        lines.accept(text);
    }
}

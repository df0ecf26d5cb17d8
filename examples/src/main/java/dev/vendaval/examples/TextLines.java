package dev.vendaval.examples;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a UTF-8 file, or of all regular files below a directory in order of their paths, one
 * file open at a time. Lines end with a line feed; bytes that are not UTF-8 read as U+FFFD.
 */
final class TextLines implements Closeable {
    private final Deque<Path> files;
    private @Nullable BufferedReader reader;
    private long position;

    private TextLines(List<Path> files) {
        this.files = new ArrayDeque<>(files);
    }

    static TextLines open(Path input) throws IOException {
        if (!Files.isDirectory(input)) {
            return new TextLines(List.of(input));
        }
        try (Stream<Path> below = Files.walk(input)) {
            return new TextLines(below.filter(Files::isRegularFile).sorted().toList());
        }
    }

    /** How many lines {@link #next} has returned: the number of the next line. */
    long position() {
        return position;
    }

    /** Passes over lines until {@link #position} is {@code target} or the text ends. */
    void skipTo(long target) throws IOException {
        String line = "";
        while (position < target && line != null) {
            line = next();
        }
    }

    /** The next line without its end, or null after the last one. */
    @Nullable
    String next() throws IOException {
        while (true) {
            BufferedReader open = reader;
            if (open == null) {
                Path file = files.poll();
                if (file == null) {
                    return null;
                }
                open = open(Files.newInputStream(file));
                reader = open;
            }
            String line = readLine(open);
            if (line != null) {
                position++;
                return line;
            }
            close();
        }
    }

    private static BufferedReader open(InputStream stream) {
        return new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8), 1 << 16);
    }

    /** Unlike {@link BufferedReader#readLine}, a carriage return is no line end: numbers agree with {@code wc -l}. */
    private static @Nullable String readLine(BufferedReader reader) throws IOException {
        int first = reader.read();
        if (first < 0) {
            return null;
        }
        StringBuilder line = new StringBuilder(120);
        for (int c = first; c >= 0 && c != '\n'; c = reader.read()) {
            line.append((char) c);
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        BufferedReader open = reader;
        reader = null;
        if (open != null) {
            open.close();
        }
    }
}

package dev.vendaval.tests.topologies;

import dev.vendaval.api.TopologyContext;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * One task's record, kept open: a line costs one write and is in the file when {@link #note} returns. Read with {@link
 * Records}. Used by the task's thread only.
 */
final class Journal implements AutoCloseable {
    // A stream and not a channel: an interrupt closes a channel, and cleanup may be interrupted.
    private final OutputStream out;

    private Journal(OutputStream out) {
        this.out = out;
    }

    /** Opens the record of this task and notes where it runs, as {@code port <port>}. */
    static Journal open(String directory, TopologyContext context) {
        String name = context.getThisComponentId() + "-" + context.getThisTaskId() + ".record";
        try {
            Journal journal =
                    new Journal(new FileOutputStream(Path.of(directory, name).toFile(), true));
            journal.note("port " + context.getThisWorkerPort());
            return journal;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void note(String line) {
        try {
            out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

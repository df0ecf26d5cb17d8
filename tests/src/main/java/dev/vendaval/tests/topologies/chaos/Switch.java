package dev.vendaval.tests.topologies.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a test turns on and off in a running topology: a file that is there or not. Components look at most each
 * {@value #LOOK_EACH_MILLIS} ms.
 */
public enum Switch {
    /** The source emits no new ids; it replays all the same. */
    HOLD,
    /** The sink takes 10 ms for a tuple. */
    SLOW,
    /** One tuple in {@value Chaos#POISON_EACH} makes the second hop throw on its first try. */
    POISON,
    /** The second hop throws on every tuple. */
    THROW;

    private static final int LOOK_EACH_MILLIS = 10;

    public void on(Path directory) throws IOException {
        Files.createFile(directory.resolve(name()));
    }

    public void off(Path directory) throws IOException {
        Files.deleteIfExists(directory.resolve(name()));
    }

    /** A component's view of this switch. */
    Watched watch(String directory) {
        return new Watched(Path.of(directory, name()));
    }

    /** Used by one thread at a time. */
    static final class Watched {
        private final Path file;
        private boolean on;
        private long nextLook = System.nanoTime();

        private Watched(Path file) {
            this.file = file;
        }

        boolean isOn() {
            long now = System.nanoTime();
            if (now - nextLook >= 0) {
                on = Files.exists(file);
                nextLook = now + LOOK_EACH_MILLIS * 1_000_000L;
            }
            return on;
        }
    }
}

package dev.vendaval.tests.topologies.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

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
    THROW,
    /** The counting bolt acks nothing, so trees stay pending and tasks that move stay open. */
    KEEP,
    /** The counting bolt's prepare does not return. */
    PREPARE;

    private static final int LOOK_EACH_MILLIS = 10;

    public void on(Path directory) throws IOException {
        Files.createFile(directory.resolve(name()));
    }

    public void off(Path directory) throws IOException {
        Files.deleteIfExists(directory.resolve(name()));
    }

    /** A component's view of this switch. */
    public Watched watch(String directory) {
        return new Watched(Path.of(directory, name()));
    }

    /** Returns when it is off. */
    void awaitOff(String directory) throws InterruptedException {
        Path file = Path.of(directory, name());
        while (Files.exists(file)) {
            TimeUnit.MILLISECONDS.sleep(LOOK_EACH_MILLIS);
        }
    }

    /** Used by one thread at a time. */
    public static final class Watched {
        private final Path file;
        private boolean on;
        private long nextLook = System.nanoTime();

        private Watched(Path file) {
            this.file = file;
        }

        /** As it was when it was looked at last. */
        public boolean isOn() {
            long now = System.nanoTime();
            if (now - nextLook >= 0) {
                on = Files.exists(file);
                nextLook = now + LOOK_EACH_MILLIS * 1_000_000L;
            }
            return on;
        }
    }
}

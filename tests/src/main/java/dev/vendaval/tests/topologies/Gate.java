package dev.vendaval.tests.topologies;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A file that lets components go on: tests open it, components wait for it or look whether it is there. */
public final class Gate {
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private Gate() {}

    public static void open(Path directory, String name) {
        try {
            Files.createFile(directory.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static boolean isOpen(String directory, String name) {
        return Files.exists(Path.of(directory, name));
    }

    /** Blocks the component's thread, as a slow data base would. */
    static void pass(String directory, String name) {
        long start = System.nanoTime();
        while (!isOpen(directory, name)) {
            if (System.nanoTime() - start > LIMIT_NANOS) {
                throw new IllegalStateException("nobody opened " + name + " in " + directory);
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    /** Blocks the component's thread for at least this long. */
    static void work(long nanos) {
        long end = System.nanoTime() + nanos;
        for (long left = nanos; left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}

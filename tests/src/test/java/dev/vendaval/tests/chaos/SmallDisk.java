package dev.vendaval.tests.chaos;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/** A directory on a small file system of its own, which can be filled. Needs root. What was in it is kept at the end. */
final class SmallDisk implements AutoCloseable {
    private static final String SIZE = "64m";
    private static final Duration REFILL = Duration.ofMillis(5);
    private static final int BLOCK_BYTES = 4_096;

    private final Path directory;
    private final Path filler;

    private SmallDisk(Path directory) {
        this.directory = directory;
        this.filler = directory.resolve("filler");
    }

    static SmallDisk mount(Path directory) throws IOException {
        Files.createDirectories(directory);
        Shell.run("mount", "-t", "tmpfs", "-o", "size=" + SIZE, "vendaval-chaos", directory.toString());
        return new SmallDisk(directory);
    }

    /** Leaves not a byte for some time, whatever is deleted meanwhile. */
    void keepFull(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        await("the disk is full for a time")
                .atMost(time.multipliedBy(2))
                .pollInterval(REFILL)
                .until(() -> {
                    fill();
                    return System.nanoTime() - end >= 0;
                });
    }

    void fill() throws IOException {
        byte[] block = new byte[BLOCK_BYTES];
        try (OutputStream out = Files.newOutputStream(filler, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            while (directory.toFile().getUsableSpace() > 0) {
                out.write(block);
            }
        }
    }

    void free() throws IOException {
        Files.deleteIfExists(filler);
    }

    @Override
    public void close() throws IOException {
        free();
        Shell.succeeds("cp", "-a", directory.toString(), directory + "-kept");
        Shell.run("umount", directory.toString());
    }
}

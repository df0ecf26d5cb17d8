package dev.vendaval.tests.chaos;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A directory on a small file system of its own, which can be filled. Needs root. What was in it is kept at the end. */
final class SmallDisk implements AutoCloseable {
    private static final String SIZE = "64m";
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

    /** Leaves not a byte. */
    void fill() throws IOException {
        byte[] block = new byte[BLOCK_BYTES];
        try (OutputStream out = Files.newOutputStream(filler)) {
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

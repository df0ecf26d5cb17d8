package dev.vendaval.examples;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Replaces a file whole: a reader sees the old content or the new, whenever the writer dies. */
final class AtomicFile {
    private AtomicFile() {}

    /** Writes what the new content is to be. */
    interface Content {
        void writeTo(BufferedWriter writer) throws IOException;
    }

    static void write(Path file, Content content) throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".new");
        try (BufferedWriter writer = Files.newBufferedWriter(next)) {
            content.writeTo(writer);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}

package dev.vendaval.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Jars for tests. */
final class Jars {
    static final String TEXT = "some text that is long enough to be damaged in its midst, and some more of it";

    private Jars() {}

    /** One with a directory, a compressed and an empty entry. */
    static Path write(Path file) throws IOException {
        try (ZipOutputStream jar = new ZipOutputStream(Files.newOutputStream(file))) {
            jar.putNextEntry(new ZipEntry("words/"));
            jar.putNextEntry(new ZipEntry("words/text.txt"));
            jar.write(TEXT.getBytes(StandardCharsets.UTF_8));
            jar.putNextEntry(new ZipEntry("words/empty.txt"));
            jar.closeEntry();
        }
        return file;
    }
}

package dev.vendaval.client;

import dev.vendaval.api.SubmitException.Code;
import dev.vendaval.protocol.service.ServiceException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/** Reads a jar once: what is damaged in it would otherwise be found by workers, again and again. */
final class JarCheck {
    private JarCheck() {}

    /**
     * Refuses a jar with an entry that is not as it was packed.
     *
     * @throws IOException if the file cannot be read at all
     */
    static void requireWhole(Path jar) throws IOException {
        try (ZipFile file = new ZipFile(jar.toFile())) {
            Enumeration<? extends ZipEntry> entries = file.entries();
            while (entries.hasMoreElements()) {
                requireWhole(jar, file, entries.nextElement());
            }
        }
    }

    private static void requireWhole(Path jar, ZipFile file, ZipEntry entry) {
        CRC32 checksum = new CRC32();
        try (CheckedInputStream content = new CheckedInputStream(file.getInputStream(entry), checksum)) {
            content.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw damaged(jar, entry, String.valueOf(e.getMessage()), e);
        }
        if (entry.getCrc() >= 0 && entry.getCrc() != checksum.getValue()) {
            throw damaged(jar, entry, "its checksum is not right", null);
        }
    }

    private static ServiceException damaged(Path jar, ZipEntry entry, String why, @Nullable IOException cause) {
        return new ServiceException(
                Code.USAGE,
                "the jar " + jar + " is damaged at " + entry.getName() + ": " + why,
                "build it again",
                cause);
    }
}

package dev.vendaval.client;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vendaval.protocol.service.ServiceException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JarCheckTest {
    @TempDir
    Path directory;

    @Test
    void aWholeJarPasses() throws IOException {
        Path jar = Jars.write(directory.resolve("app.jar"));

        assertThatCode(() -> JarCheck.requireWhole(jar)).doesNotThrowAnyException();
    }

    @Test
    void aCompressedEntryThatIsDamagedIsNamed() throws IOException {
        Path jar = Jars.write(directory.resolve("app.jar"));
        int content = new String(Files.readAllBytes(jar), StandardCharsets.ISO_8859_1).indexOf("words/text.txt")
                + "words/text.txt".length();

        assertDamaged(jar, content + 10);
    }

    @Test
    void aStoredEntryThatIsDamagedIsNamed() throws IOException {
        Path jar = directory.resolve("stored.jar");
        byte[] text = Jars.TEXT.getBytes(StandardCharsets.UTF_8);
        CRC32 checksum = new CRC32();
        checksum.update(text);
        ZipEntry entry = new ZipEntry("words/text.txt");
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(text.length);
        entry.setCrc(checksum.getValue());
        try (ZipOutputStream stored = new ZipOutputStream(Files.newOutputStream(jar))) {
            stored.putNextEntry(entry);
            stored.write(text);
        }

        assertDamaged(jar, new String(Files.readAllBytes(jar), StandardCharsets.ISO_8859_1).indexOf("midst"));
    }

    private static void assertDamaged(Path jar, int place) throws IOException {
        byte[] bytes = Files.readAllBytes(jar);
        for (int i = place; i < place + 8; i++) {
            bytes[i] = 0;
        }
        Files.write(jar, bytes);

        assertThatThrownBy(() -> JarCheck.requireWhole(jar))
                .isInstanceOf(ServiceException.class)
                .hasMessageContaining("the jar " + jar + " is damaged at words/text.txt: ");
    }
}

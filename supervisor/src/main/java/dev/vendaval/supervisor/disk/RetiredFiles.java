package dev.vendaval.supervisor.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is kept of dead workers, a file for each topology: eight bytes with a checksum, then the content. A file that is not
 * whole counts as none: the log names it, and the next death replaces it.
 *
 * <pre>
 *   retired/TOPOLOGY
 * </pre>
 */
public final class RetiredFiles {
    private static final Logger LOG = LoggerFactory.getLogger(RetiredFiles.class);

    private final Path root;

    RetiredFiles(Path root) {
        this.root = root;
    }

    /** All that is whole, by topology id. */
    public Map<String, byte[]> readAll() {
        Map<String, byte[]> contents = new TreeMap<>();
        for (Path file : files()) {
            byte[] content = read(file);
            if (content != null) {
                contents.put(file.getFileName().toString(), content);
            }
        }
        return contents;
    }

    private List<Path> files() {
        try (Stream<Path> inside = Files.list(root)) {
            return inside.filter(Files::isRegularFile)
                    .filter(file -> !DurableFile.isUnfinished(file))
                    .sorted()
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            LOG.error("counts of dead workers in {} cannot be read: {}; totals are too small", root, e.toString());
            return List.of();
        }
    }

    private static byte @Nullable [] read(Path file) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            if (bytes.length >= Long.BYTES) {
                byte[] content = Arrays.copyOfRange(bytes, Long.BYTES, bytes.length);
                if (ByteBuffer.wrap(bytes).getLong() == checksum(content)) {
                    return content;
                }
            }
            damaged(file, bytes.length + " bytes, whose checksum is not right");
        } catch (IOException e) {
            damaged(file, e.toString());
        }
        return null;
    }

    /** It is there and of no use. */
    public static void damaged(Path file, String why) {
        LOG.error(
                "{} is damaged: {}; the counts of dead workers in it are missing from the topology's totals",
                file,
                why);
    }

    /** Where the file of a topology is. */
    public Path file(String topologyId) {
        return root.resolve(topologyId);
    }

    /** Replaces what is kept of a topology's dead workers. */
    public void write(String topologyId, byte[] content) throws IOException {
        Files.createDirectories(root);
        ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES + content.length);
        bytes.putLong(checksum(content)).put(content).flip();
        DurableFile.write(file(topologyId), bytes);
    }

    private static long checksum(byte[] content) {
        CRC32 checksum = new CRC32();
        checksum.update(content);
        return checksum.getValue();
    }

    /** Forgets a topology. */
    public void remove(String topologyId) throws IOException {
        Files.deleteIfExists(file(topologyId));
    }
}

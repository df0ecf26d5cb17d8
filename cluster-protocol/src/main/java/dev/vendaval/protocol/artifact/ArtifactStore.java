package dev.vendaval.protocol.artifact;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A directory of artifacts, {@code <sha256>.jar} each. Thread-safe, and safe against another process in the same
 * directory: a file has its name only once it is whole, on disk and its hash was checked. A file that is damaged later is
 * not there: it is said once, left for people to look at, and replaced by the next {@link #store}. The time of a file's
 * last change is that of its last use.
 */
public final class ArtifactStore {
    private static final Logger LOG = LoggerFactory.getLogger(ArtifactStore.class);
    private static final String SUFFIX = ".jar";
    private static final String UNFINISHED_SUFFIX = ".part";
    private static final int CHUNK_BYTES = 64 * 1024;
    /** A file of an upload or download that nobody can be writing any more: transfers end after a quarter of that. */
    private static final Duration LEFTOVER_AGE = Duration.ofHours(1);

    private final Path directory;
    private final Clock clock;
    /** What was found of each file, good until the file changes: hashing a large jar takes a while. */
    private final Map<String, Checked> checked = new ConcurrentHashMap<>();

    public ArtifactStore(Path directory) {
        this(directory, Clock.systemUTC());
    }

    /** With the clock that dates the use of artifacts. */
    public ArtifactStore(Path directory, Clock clock) {
        this.directory = directory;
        this.clock = clock;
    }

    /** Writes an artifact's bytes. */
    @FunctionalInterface
    public interface Content {
        void writeTo(OutputStream target) throws IOException;
    }

    /** The disk, not the sender, is what failed: another sender would not help. */
    public static final class DiskException extends IOException {
        private static final long serialVersionUID = 1L;

        DiskException(String message, IOException cause) {
            super(message, cause);
        }
    }

    /** A file as it was when it was looked at. */
    private record Stamp(
            long bytes, FileTime changed, @Nullable Object fileKey) {
        static Stamp of(Path file) throws IOException {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new Stamp(attributes.size(), attributes.lastModifiedTime(), attributes.fileKey());
        }
    }

    private record Checked(Stamp stamp, boolean whole) {}

    /** Whether it is here and whole; the first look at a file reads all of it. */
    public boolean has(String sha256) {
        Path file = path(sha256);
        try {
            return isWhole(sha256, file);
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            LOG.warn("artifact {} cannot be read, so it is not used: {}", file, e.toString());
            return false;
        }
    }

    private boolean isWhole(String sha256, Path file) throws IOException {
        Stamp present = Stamp.of(file);
        Checked known = checked.get(sha256);
        if (known != null && known.stamp().equals(present)) {
            return known.whole();
        }
        String found = ArtifactHash.of(file);
        boolean whole = found.equals(sha256);
        checked.put(sha256, new Checked(present, whole));
        if (!whole) {
            LOG.warn(
                    "artifact {} is damaged: its {} bytes have the hash {}; it is not used, and replaced once the"
                            + " artifact is fetched anew",
                    file,
                    present.bytes(),
                    found);
        }
        return whole;
    }

    /** Where the artifact is, or would be. */
    public Path path(String sha256) {
        return directory.resolve(ArtifactHash.checked(sha256) + SUFFIX);
    }

    /** Dates the artifact as used now, so that it is evicted late. */
    public void use(String sha256) throws IOException {
        Path file = path(sha256);
        Checked before = checked.get(sha256);
        Stamp present = Stamp.of(file);
        Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
        if (before != null && before.stamp().equals(present)) {
            checked.put(sha256, new Checked(Stamp.of(file), before.whole()));
        }
    }

    /**
     * Stores content read to its end; nothing is left of it if its hash is another. Storing what is there already
     * succeeds.
     *
     * @throws DiskException if it cannot be written
     * @throws IOException if the content has another hash, or cannot be read
     */
    public Path store(String sha256, InputStream content) throws IOException {
        return store(sha256, target -> {
            byte[] chunk = new byte[CHUNK_BYTES];
            for (int read = content.read(chunk); read >= 0; read = content.read(chunk)) {
                target.write(chunk, 0, read);
            }
        });
    }

    /** The same with content that writes itself. */
    public Path store(String sha256, Content content) throws IOException {
        Path target = path(sha256);
        Path unfinished = unfinished(sha256);
        try {
            try (Writer writer = new Writer(unfinished)) {
                content.writeTo(writer);
                writer.finish(sha256);
            }
            onDisk(() -> {
                Files.setLastModifiedTime(unfinished, FileTime.from(clock.instant()));
                Stamp stamp = Stamp.of(unfinished);
                Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
                checked.put(sha256, new Checked(stamp, true));
                forceDirectory();
            });
            return target;
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    private Path unfinished(String sha256) throws IOException {
        try {
            Files.createDirectories(directory);
            return Files.createTempFile(directory, sha256, UNFINISHED_SUFFIX);
        } catch (IOException e) {
            throw diskFailed(e);
        }
    }

    /** Otherwise a crash may forget the name of a file that is whole. */
    private void forceDirectory() throws IOException {
        try (FileChannel entries = FileChannel.open(directory, StandardOpenOption.READ)) {
            entries.force(true);
        }
    }

    private interface DiskWork {
        void run() throws IOException;
    }

    private void onDisk(DiskWork work) throws DiskException {
        try {
            work.run();
        } catch (IOException e) {
            throw diskFailed(e);
        }
    }

    private DiskException diskFailed(IOException e) {
        return new DiskException("the artifact cannot be written to " + directory + ": " + e.getMessage(), e);
    }

    /** Counts, hashes and writes; what the disk throws becomes a DiskException. */
    private final class Writer extends OutputStream {
        private final MessageDigest digest = ArtifactHash.newDigest();
        private final FileChannel file;
        private long bytes;

        Writer(Path path) throws DiskException {
            try {
                file = FileChannel.open(path, StandardOpenOption.WRITE);
            } catch (IOException e) {
                throw diskFailed(e);
            }
        }

        @Override
        public void write(int single) throws IOException {
            write(new byte[] {(byte) single}, 0, 1);
        }

        @Override
        public void write(byte[] source, int offset, int length) throws IOException {
            digest.update(source, offset, length);
            bytes += length;
            ByteBuffer rest = ByteBuffer.wrap(source, offset, length);
            onDisk(() -> {
                while (rest.hasRemaining()) {
                    file.write(rest);
                }
            });
        }

        void finish(String sha256) throws IOException {
            String found = ArtifactHash.hex(digest);
            if (!found.equals(sha256)) {
                throw new IOException("artifact " + sha256 + ": the " + bytes + " bytes received have the hash " + found
                        + "; they were cut short or changed on the way");
            }
            onDisk(() -> file.force(true));
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    /**
     * Deletes artifacts, the least recently used first, until the rest has at most {@code keepBytes} or only those in
     * use are left.
     *
     * @return the hashes of those deleted
     */
    public List<String> evict(long keepBytes, Set<String> inUse) throws IOException {
        List<Artifact> artifacts = artifacts();
        long total = artifacts.stream().mapToLong(Artifact::bytes).sum();
        List<String> evicted = new ArrayList<>();
        for (Artifact artifact : artifacts) {
            if (total <= keepBytes) {
                break;
            }
            if (!inUse.contains(artifact.sha256())) {
                delete(artifact);
                total -= artifact.bytes();
                evicted.add(artifact.sha256());
            }
        }
        return evicted;
    }

    /**
     * Deletes artifacts that are not in use and were not for {@code age}, and what transfers that broke off have left.
     *
     * @return the hashes of those deleted
     */
    public List<String> removeUnused(Duration age, Set<String> inUse) throws IOException {
        Instant now = clock.instant();
        List<String> removed = new ArrayList<>();
        for (Artifact artifact : artifacts()) {
            // The date is read once more: who is about to use it has dated it since.
            if (!inUse.contains(artifact.sha256()) && isBefore(path(artifact.sha256()), now.minus(age))) {
                delete(artifact);
                removed.add(artifact.sha256());
            }
        }
        removeLeftovers(now);
        return removed;
    }

    private void removeLeftovers(Instant now) throws IOException {
        for (Path file : files()) {
            if (String.valueOf(file.getFileName()).endsWith(UNFINISHED_SUFFIX)
                    && isBefore(file, now.minus(LEFTOVER_AGE))) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static boolean isBefore(Path file, Instant limit) throws IOException {
        try {
            return Files.getLastModifiedTime(file).toInstant().isBefore(limit);
        } catch (NoSuchFileException e) {
            return false; // somebody else has just removed it
        }
    }

    private void delete(Artifact artifact) throws IOException {
        Files.deleteIfExists(path(artifact.sha256()));
        checked.remove(artifact.sha256());
    }

    private record Artifact(String sha256, long bytes, FileTime used) {}

    /** The least recently used first. */
    private List<Artifact> artifacts() throws IOException {
        List<Artifact> artifacts = new ArrayList<>();
        for (Path file : files()) {
            addIfArtifact(file, artifacts);
        }
        artifacts.sort(Comparator.comparing(Artifact::used).thenComparing(Artifact::sha256));
        return artifacts;
    }

    private List<Path> files() throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static void addIfArtifact(Path file, List<Artifact> artifacts) throws IOException {
        String name = String.valueOf(file.getFileName());
        if (!name.matches("[0-9a-f]{64}\\" + SUFFIX)) {
            return;
        }
        try {
            String sha256 = name.substring(0, name.length() - SUFFIX.length());
            artifacts.add(new Artifact(sha256, Files.size(file), Files.getLastModifiedTime(file)));
        } catch (NoSuchFileException e) {
            // Another process that shares the directory has just evicted it, which is what we are here for.
            return;
        }
    }
}

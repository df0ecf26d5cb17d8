package dev.vendaval.protocol.artifact;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A directory of artifacts, {@code <sha256>.jar} each. Thread-safe, and safe against another process in the same
 * directory: a file has its name only once it is whole and its hash was checked. The time of a file's last change is
 * that of its last use.
 */
public final class ArtifactStore {
    private static final String SUFFIX = ".jar";
    private static final String UNFINISHED_SUFFIX = ".part";

    private final Path directory;
    private final Clock clock;

    public ArtifactStore(Path directory) {
        this(directory, Clock.systemUTC());
    }

    /** With the clock that dates the use of artifacts. */
    public ArtifactStore(Path directory, Clock clock) {
        this.directory = directory;
        this.clock = clock;
    }

    public boolean has(String sha256) {
        return Files.isRegularFile(path(sha256));
    }

    /** Where the artifact is, or would be. */
    public Path path(String sha256) {
        return directory.resolve(ArtifactHash.checked(sha256) + SUFFIX);
    }

    /** Dates the artifact as used now, so that it is evicted late. */
    public void use(String sha256) throws IOException {
        Files.setLastModifiedTime(path(sha256), FileTime.from(clock.instant()));
    }

    /**
     * Stores content read to its end; nothing is left of it if its hash is another. Storing what is there already
     * succeeds.
     *
     * @throws IOException if the content has another hash, or cannot be read or written
     */
    public Path store(String sha256, InputStream content) throws IOException {
        Path target = path(sha256);
        Files.createDirectories(directory);
        Path unfinished = Files.createTempFile(directory, sha256, UNFINISHED_SUFFIX);
        try {
            MessageDigest digest = ArtifactHash.newDigest();
            long bytes =
                    Files.copy(new DigestInputStream(content, digest), unfinished, StandardCopyOption.REPLACE_EXISTING);
            String found = ArtifactHash.hex(digest);
            if (!found.equals(sha256)) {
                throw new IOException("artifact " + sha256 + ": the " + bytes + " bytes received have the hash " + found
                        + "; they were cut short or changed on the way");
            }
            Files.setLastModifiedTime(unfinished, FileTime.from(clock.instant()));
            Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
            return target;
        } finally {
            Files.deleteIfExists(unfinished);
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
                Files.deleteIfExists(path(artifact.sha256()));
                total -= artifact.bytes();
                evicted.add(artifact.sha256());
            }
        }
        return evicted;
    }

    private record Artifact(String sha256, long bytes, FileTime used) {}

    /** The least recently used first. */
    private List<Artifact> artifacts() throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        List<Artifact> artifacts = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                addIfArtifact(file, artifacts);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        artifacts.sort(Comparator.comparing(Artifact::used).thenComparing(Artifact::sha256));
        return artifacts;
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

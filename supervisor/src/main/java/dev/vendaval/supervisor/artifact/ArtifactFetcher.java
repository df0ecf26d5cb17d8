package dev.vendaval.supervisor.artifact;

import dev.vendaval.protocol.artifact.ArtifactStore;
import dev.vendaval.protocol.service.ServiceException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings artifacts into the cache of this host, each checked against its hash, and keeps the cache to
 * its size. Thread-safe; the work is done on the executor passed in, since it waits for network and
 * disk. Deliberately without retries: the slot machine has the one place for them.
 */
public final class ArtifactFetcher {
    private static final Logger LOG = LoggerFactory.getLogger(ArtifactFetcher.class);

    private final Path directory;
    private final ArtifactStore store;
    private final long cacheBytes;
    private final Supplier<Set<String>> inUse;
    private final Executor executor;

    /**
     * A fetcher into {@code directory}.
     *
     * @param cacheBytes how much may stay in the cache
     * @param inUse hashes that must stay; asked on the executor's threads
     */
    public ArtifactFetcher(Path directory, long cacheBytes, Supplier<Set<String>> inUse, Executor executor) {
        this.directory = directory;
        this.store = new ArtifactStore(directory);
        this.cacheBytes = cacheBytes;
        this.inUse = inUse;
        this.executor = executor;
    }

    /** Told once how a fetch went, on the executor's thread or the caller's. */
    public interface Outcome {
        /** The artifact is in the cache. */
        void arrived(String sha256);

        /** It is not; the message is a sentence for the user. */
        void missing(String sha256, String message);
    }

    /** Where the artifact is once it has arrived. */
    public Path path(String sha256) {
        return store.path(sha256);
    }

    /**
     * Sees to it that the artifact is in the cache.
     *
     * @param source null if there is no Nimbus to ask now
     */
    public void fetch(String sha256, @Nullable ArtifactSource source, Outcome outcome) {
        try {
            executor.execute(() -> run(sha256, source, outcome));
        } catch (RejectedExecutionException e) {
            outcome.missing(sha256, "artifact " + sha256 + " cannot be fetched: too much else is under way");
        }
    }

    private void run(String sha256, @Nullable ArtifactSource source, Outcome outcome) {
        try {
            if (store.has(sha256)) {
                store.use(sha256);
            } else if (source == null) {
                outcome.missing(
                        sha256, "artifact " + sha256 + " is not here and no Nimbus is connected to get it from");
                return;
            } else {
                download(sha256, source);
                evictAllBut(sha256);
            }
        } catch (IOException | ServiceException | IllegalArgumentException e) {
            LOG.warn("artifact {} could not be fetched: {}", sha256, e.toString());
            outcome.missing(sha256, "artifact " + sha256 + " could not be fetched: " + e.getMessage());
            return;
        }
        outcome.arrived(sha256);
    }

    private void download(String sha256, ArtifactSource source) throws IOException {
        Files.createDirectories(directory);
        Path received = Files.createTempFile(directory, "received", ".part");
        try {
            try (OutputStream content = new BufferedOutputStream(Files.newOutputStream(received))) {
                source.download(sha256, content);
            }
            try (InputStream content = Files.newInputStream(received)) {
                store.store(sha256, content);
            }
            LOG.info("fetched artifact {} ({} bytes)", sha256, Files.size(received));
        } finally {
            Files.deleteIfExists(received);
        }
    }

    private void evictAllBut(String justFetched) throws IOException {
        Set<String> keep = new HashSet<>(inUse.get());
        keep.add(justFetched);
        List<String> evicted = store.evict(cacheBytes, keep);
        if (!evicted.isEmpty()) {
            LOG.info("evicted {} artifacts to keep the cache at {} bytes: {}", evicted.size(), cacheBytes, evicted);
        }
    }
}

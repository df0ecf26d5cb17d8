package dev.vendaval.supervisor.artifact;

import dev.vendaval.protocol.artifact.ArtifactSearch;
import dev.vendaval.protocol.artifact.ArtifactSource;
import dev.vendaval.protocol.artifact.ArtifactStore;
import dev.vendaval.protocol.artifact.NamedSource;
import java.io.IOException;
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
 * its size. One that is damaged in the cache is fetched anew. Thread-safe; the work is done on the executor passed in, since it waits for network and
 * disk. Deliberately without retries: the slot machine has the one place for them.
 */
public final class ArtifactFetcher {
    private static final Logger LOG = LoggerFactory.getLogger(ArtifactFetcher.class);

    private final ArtifactStore store;
    private final Supplier<List<NamedSource>> others;
    private final long cacheBytes;
    private final Supplier<Set<String>> inUse;
    private final Executor executor;

    /**
     * A fetcher into this store.
     *
     * @param others who else may have an artifact, asked on the executor's threads once the first source does not
     * @param cacheBytes how much may stay in the cache
     * @param inUse hashes that must stay; asked on the executor's threads
     */
    public ArtifactFetcher(
            ArtifactStore store,
            Supplier<List<NamedSource>> others,
            long cacheBytes,
            Supplier<Set<String>> inUse,
            Executor executor) {
        this.store = store;
        this.others = others;
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
            } else {
                download(sha256, source);
                evictAllBut(sha256);
            }
        } catch (IOException | RuntimeException e) {
            // Whatever it was: the slot waits for an answer.
            LOG.warn("artifact {} could not be fetched: {}", sha256, e.toString());
            LOG.debug("where the artifact could not be fetched", e);
            outcome.missing(sha256, "artifact " + sha256 + " could not be fetched: " + e.getMessage());
            return;
        }
        outcome.arrived(sha256);
    }

    /** From the leader that this supervisor talks to, else from whoever has it. */
    private void download(String sha256, @Nullable ArtifactSource leader) throws IOException {
        IOException first = null;
        if (leader != null) {
            try {
                ArtifactSearch.fetch(store, sha256, List.of(new NamedSource("the leading Nimbus", leader)));
                return;
            } catch (ArtifactStore.DiskException e) {
                throw e;
            } catch (IOException e) {
                first = e;
            }
        }
        List<NamedSource> rest = others.get();
        if (rest.isEmpty()) {
            throw first != null ? first : new IOException("it is not here and no Nimbus is connected to get it from");
        }
        ArtifactSearch.fetch(store, sha256, rest);
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

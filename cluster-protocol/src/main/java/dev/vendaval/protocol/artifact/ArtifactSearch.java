package dev.vendaval.protocol.artifact;

import dev.vendaval.protocol.service.ServiceException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gets an artifact from the first of several sources that has it whole. Without state. */
public final class ArtifactSearch {
    private static final Logger LOG = LoggerFactory.getLogger(ArtifactSearch.class);
    /** After that long no further source is asked; what is being transferred then is let finish. */
    private static final Duration LIMIT = Duration.ofSeconds(60);
    /** Of those that failed; beyond that they are counted. */
    private static final int REASONS_SHOWN = 5;

    private ArtifactSearch() {}

    /**
     * Asks one source after the other; blocks.
     *
     * @throws ArtifactStore.DiskException at once if it cannot be written here
     * @throws IOException with what each source answered, if none had it
     */
    public static void fetch(ArtifactStore store, String sha256, List<NamedSource> sources) throws IOException {
        long endNanos = System.nanoTime() + LIMIT.toNanos();
        List<String> reasons = new ArrayList<>();
        for (NamedSource source : sources) {
            if (System.nanoTime() - endNanos > 0) {
                reasons.add("no others were asked after " + LIMIT.toSeconds() + " s");
                break;
            }
            try {
                store.store(sha256, target -> source.source().download(sha256, target));
                LOG.info("artifact {} is fetched from {}", sha256, source.name());
                return;
            } catch (ArtifactStore.DiskException e) {
                throw e;
            } catch (IOException | ServiceException e) {
                LOG.debug("artifact {} is not to be had from {}", sha256, source.name(), e);
                reasons.add(source.name() + ": " + e.getMessage());
            }
        }
        throw new IOException(reasons.isEmpty() ? "there is nobody to get it from" : shown(reasons));
    }

    private static String shown(List<String> reasons) {
        String first = String.join("; ", reasons.subList(0, Math.min(REASONS_SHOWN, reasons.size())));
        int more = reasons.size() - REASONS_SHOWN;
        return more > 0 ? first + "; and " + more + " more" : first;
    }
}

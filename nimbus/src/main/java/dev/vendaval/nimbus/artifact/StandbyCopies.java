package dev.vendaval.nimbus.artifact;

import dev.vendaval.api.SubmitException;
import dev.vendaval.protocol.config.HostPort;
import dev.vendaval.protocol.grpc.ArtifactClient;
import dev.vendaval.protocol.grpc.RpcFactory;
import dev.vendaval.protocol.service.ServiceException;
import dev.vendaval.protocol.state.ClusterState;
import dev.vendaval.protocol.state.ClusterStateException;
import dev.vendaval.protocol.state.NimbusRecord;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has every other Nimbus that is present hold an artifact before a submit with it is acknowledged. One that does not
 * answer in time is said to be late and gone on without, and from then on asked but not waited for until it has answered
 * once: it holds up one submit, not each. It gets the artifact by itself before it can be elected, see {@link
 * CandidacyRule}. Thread-safe; blocks its callers up to the bound.
 */
public final class StandbyCopies {
    private static final Logger LOG = LoggerFactory.getLogger(StandbyCopies.class);
    /** How long a submit waits for all standbys together. */
    public static final Duration DEFAULT_BOUND = Duration.ofSeconds(10);

    private final ClusterState clusterState;
    private final RpcFactory rpc;
    private final Supplier<HostPort> self;
    private final Duration bound;
    private final Set<HostPort> late = ConcurrentHashMap.newKeySet();

    /**
     * The standbys beside one Nimbus.
     *
     * @param self where this Nimbus serves
     * @param bound how long {@link #ensure} waits
     */
    public StandbyCopies(ClusterState clusterState, RpcFactory rpc, Supplier<HostPort> self, Duration bound) {
        this.clusterState = clusterState;
        this.rpc = rpc;
        this.self = self;
        this.bound = bound;
    }

    /**
     * Returns once all that are present hold it, or after the bound.
     *
     * @throws ClusterStateException if it cannot be read who is present
     */
    public void ensure(String sha256) {
        Map<HostPort, CompletableFuture<Void>> asked = new LinkedHashMap<>();
        for (NimbusRecord nimbus : clusterState.nimbuses()) {
            HostPort address = new HostPort(nimbus.host(), nimbus.port());
            if (!address.equals(self.get())) {
                asked.put(address, ask(address, sha256));
            }
        }
        late.retainAll(asked.keySet());
        long endNanos = System.nanoTime() + bound.toNanos();
        asked.forEach((address, answer) -> {
            if (late.contains(address)) {
                LOG.warn("standby {} was late before and is not waited for with artifact {}", address, sha256);
            } else {
                await(address, sha256, answer, endNanos);
            }
        });
    }

    private CompletableFuture<Void> ask(HostPort address, String sha256) {
        ArtifactClient standby = rpc.artifacts(address);
        return standby.keep(sha256, bound).whenComplete((kept, failure) -> {
            standby.close();
            if (failure == null && late.remove(address)) {
                LOG.info("standby {} answers again, and is waited for again", address);
            }
        });
    }

    private void await(HostPort address, String sha256, CompletableFuture<Void> answer, long endNanos) {
        try {
            answer.get(Math.max(0, endNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            late.add(address);
            goneOnWithout(address, sha256, "it did not answer within " + bound.toMillis() + " ms");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ServiceException refused && refused.code() == SubmitException.Code.TIMEOUT) {
                late.add(address); // the call's own deadline, which is the same, was sooner
            }
            goneOnWithout(
                    address,
                    sha256,
                    String.valueOf(e.getCause() == null ? e : e.getCause().getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            goneOnWithout(address, sha256, "this Nimbus is stopping");
        }
    }

    private static void goneOnWithout(HostPort address, String sha256, String why) {
        LOG.warn(
                "standby {} has no copy of artifact {} yet, gone on without: {}; until it has one, it does not stand for"
                        + " election while another Nimbus leads",
                address,
                sha256,
                why);
    }
}

package dev.vendaval.client;

import dev.vendaval.api.SubmissionBackend;
import dev.vendaval.api.SubmitException;
import dev.vendaval.api.Topology;
import dev.vendaval.protocol.config.ConfigException;
import dev.vendaval.protocol.config.TopologyConfig;
import dev.vendaval.protocol.service.ServiceException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes the topologies that a user's {@code main} submits to a cluster. Called on whatever thread of the user's submits.
 * A topology that was accepted but is not up in time does not throw in the user's main; {@link #submissions} has it.
 */
public final class ClusterSubmissionBackend implements SubmissionBackend {
    private final Supplier<VendavalClient> client;
    private final Map<String, Object> overrides;
    private final @Nullable Path jar;
    private final SubmitOptions options;
    private final ProgressListener listener;
    private final List<Submission> submissions = new CopyOnWriteArrayList<>();
    private volatile @Nullable SubmitException refusal;

    /**
     * With everything that the launcher knows.
     *
     * @param client asked for at each submit, on the thread that submits
     * @param overrides the keys of {@code -c}, over those of the topology
     */
    public ClusterSubmissionBackend(
            Supplier<VendavalClient> client,
            Map<String, Object> overrides,
            @Nullable Path jar,
            SubmitOptions options,
            ProgressListener listener) {
        this.client = client;
        this.overrides = overrides;
        this.jar = jar;
        this.options = options;
        this.listener = listener;
    }

    @Override
    public String submit(String name, Map<String, Object> configuration, Topology topology) {
        try {
            Map<String, Object> own =
                    TopologyConfig.validated(configuration, warning -> listener.progress("warning: " + warning));
            Map<String, Object> merged = TopologyConfig.merge(own, overrides);
            Submission submission =
                    client.get().submit(new SubmitOrder(name, merged, topology, jar), options, listener);
            submissions.add(submission);
            return submission.topologyId();
        } catch (ConfigException e) {
            throw refused(new SubmitException(
                    SubmitException.Code.CONFIG, "topology '" + name + "': " + e.getMessage(), null, e));
        } catch (ServiceException e) {
            throw refused(new SubmitException(e.code(), String.valueOf(e.getMessage()), e.hint(), e));
        }
    }

    private SubmitException refused(SubmitException thrown) {
        refusal = thrown;
        return thrown;
    }

    /** The last submit that was refused, also if the user's main caught what it threw. */
    public Optional<SubmitException> refusal() {
        return Optional.ofNullable(refusal);
    }

    /** What was accepted so far, in order. */
    public List<Submission> submissions() {
        return List.copyOf(submissions);
    }
}

package dev.vendaval.local;

import dev.vendaval.api.SubmissionBackend;
import dev.vendaval.api.SubmitException;
import dev.vendaval.api.Topology;
import dev.vendaval.client.ProgressListener;
import dev.vendaval.protocol.config.ConfigException;
import dev.vendaval.protocol.config.TopologyConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Runs the topologies that a user's {@code main} submits in this JVM, on a cluster that is started for the first one.
 * Thread-safe.
 */
public final class LocalSubmissionBackend implements SubmissionBackend, AutoCloseable {
    private final ClassLoader userClasses;
    private final Map<String, Object> overrides;
    private final ProgressListener listener;
    private final List<LocalTopology> topologies = new ArrayList<>();
    private @Nullable LocalCluster cluster;

    /**
     * Starts nothing yet.
     *
     * @param userClasses the loader that main was loaded with
     * @param overrides the keys of {@code -c}, over those of the topology
     */
    public LocalSubmissionBackend(ClassLoader userClasses, Map<String, Object> overrides, ProgressListener listener) {
        this.userClasses = userClasses;
        this.overrides = overrides;
        this.listener = listener;
    }

    @Override
    public synchronized String submit(String name, Map<String, Object> configuration, Topology topology) {
        LocalCluster running = cluster;
        if (running == null) {
            running = LocalCluster.builder()
                    .userClasses(userClasses)
                    .recordAtMost(0)
                    .start();
            cluster = running;
        }
        LocalTopology submitted = running.submit(name, merged(name, configuration), topology);
        listener.progress(name + ": running");
        topologies.add(submitted);
        return submitted.id();
    }

    private Map<String, Object> merged(String name, Map<String, Object> configuration) {
        try {
            Map<String, Object> own =
                    TopologyConfig.validated(configuration, warning -> listener.progress("warning: " + warning));
            return TopologyConfig.merge(own, overrides);
        } catch (ConfigException e) {
            throw new SubmitException(
                    SubmitException.Code.CONFIG, "topology '" + name + "': " + e.getMessage(), null, e);
        }
    }

    /** What was submitted so far, in order. */
    public synchronized List<LocalTopology> topologies() {
        return List.copyOf(topologies);
    }

    @Override
    public synchronized void close() {
        if (cluster != null) {
            cluster.close();
            cluster = null;
        }
    }
}

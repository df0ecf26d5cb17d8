package dev.vendaval.nimbus.service;

import dev.vendaval.api.SubmitException;
import dev.vendaval.nimbus.artifact.StandbyCopies;
import dev.vendaval.nimbus.explanation.ExplanationBuilder;
import dev.vendaval.nimbus.leadership.FreshReports;
import dev.vendaval.nimbus.leadership.NimbusClock;
import dev.vendaval.nimbus.leadership.Requests;
import dev.vendaval.nimbus.lifecycle.LifecycleAction;
import dev.vendaval.nimbus.statistics.TopologyInfoBuilder;
import dev.vendaval.nimbus.statistics.TopologyView;
import dev.vendaval.nimbus.submission.Submission;
import dev.vendaval.protocol.artifact.ArtifactStore;
import dev.vendaval.protocol.report.ClusterSummary;
import dev.vendaval.protocol.report.DrainReport;
import dev.vendaval.protocol.report.RebalanceReport;
import dev.vendaval.protocol.report.TopologyExplanation;
import dev.vendaval.protocol.report.TopologyInfo;
import dev.vendaval.protocol.report.TopologySummary;
import dev.vendaval.protocol.service.Caller;
import dev.vendaval.protocol.service.NimbusService;
import dev.vendaval.protocol.service.RebalanceRequest;
import dev.vendaval.protocol.service.ServiceException;
import dev.vendaval.protocol.service.SubmitRequest;
import dev.vendaval.protocol.state.ClusterState;
import dev.vendaval.protocol.state.ClusterStateException;
import dev.vendaval.protocol.state.NimbusRecord;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What Nimbus does for clients. Thread-safe; every call blocks its network thread until the leader has decided, within a
 * bound. Checks that need no knowledge of the cluster and the building of answers are done here, on the caller's thread.
 */
public final class NimbusEndpoint implements NimbusService {
    private static final Logger LOG = LoggerFactory.getLogger(NimbusEndpoint.class);
    /** The longest drain that may be asked for. */
    static final Duration MAX_KILL_WAIT = Duration.ofDays(365);

    private final Requests requests;
    private final ClusterState clusterState;
    private final ArtifactStore artifacts;
    private final StandbyCopies copies;
    private final Map<String, Object> topologyDefaults;
    private final NimbusClock clock;

    /** An endpoint with the topology.* keys of this Nimbus's configuration. */
    public NimbusEndpoint(
            Requests requests,
            ClusterState clusterState,
            ArtifactStore artifacts,
            StandbyCopies copies,
            Map<String, Object> topologyDefaults,
            NimbusClock clock) {
        this.requests = requests;
        this.clusterState = clusterState;
        this.artifacts = artifacts;
        this.copies = copies;
        this.topologyDefaults = topologyDefaults;
        this.clock = clock;
    }

    @Override
    public boolean hasArtifact(Caller caller, String sha256) {
        requests.requireElected();
        return isHere(sha256);
    }

    @Override
    public void uploadArtifact(Caller caller, String sha256, InputStream content) throws IOException {
        requests.requireElected();
        artifacts.store(sha256, content);
        LOG.info("artifact {} is uploaded by {}", sha256, named(caller));
        reading(() -> {
            copies.ensure(sha256);
            return sha256;
        });
    }

    /** Also dates it, so that it is not removed as unused while a submit with it is under way. */
    private boolean isHere(String sha256) {
        if (!artifacts.has(sha256)) {
            return false;
        }
        try {
            artifacts.use(sha256);
            return true;
        } catch (IOException e) {
            LOG.warn("artifact {} cannot be used: {}", sha256, e.toString());
            return false;
        }
    }

    @Override
    public String submit(Caller caller, SubmitRequest request) {
        requests.requireElected();
        LOG.info("submit of {} by {}", request.name(), named(caller));
        Submission submission = Submission.checked(
                request,
                topologyDefaults,
                this::isHere,
                warning -> LOG.warn("submit of {}: {}", request.name(), warning));
        String artifact = request.artifact();
        if (artifact != null) { // once more: standbys come and go, and this jar may have been uploaded long ago
            reading(() -> {
                copies.ensure(artifact);
                return artifact;
            });
        }
        return requests.ask(request.name(), leader -> leader.submit(submission));
    }

    @Override
    public void activate(Caller caller, String name) {
        change(caller, name, LifecycleAction.ACTIVATE, null);
    }

    @Override
    public void deactivate(Caller caller, String name) {
        change(caller, name, LifecycleAction.DEACTIVATE, null);
    }

    @Override
    public void kill(Caller caller, String name, @Nullable Duration wait) {
        if (wait != null && (wait.isNegative() || wait.compareTo(MAX_KILL_WAIT) > 0)) {
            throw new ServiceException(
                    SubmitException.Code.USAGE,
                    "a wait of " + wait.toSeconds() + " seconds is not possible",
                    "it is 0 seconds or more, and at most " + MAX_KILL_WAIT.toDays() + " days");
        }
        change(caller, name, LifecycleAction.KILL, wait);
    }

    private void change(Caller caller, String name, LifecycleAction action, @Nullable Duration wait) {
        requests.requireElected();
        LOG.info("{} of {} by {}", action.verb(), name, named(caller));
        requests.ask(name, leader -> {
            leader.change(name, action, wait);
            return name;
        });
    }

    @Override
    public RebalanceReport rebalance(Caller caller, RebalanceRequest request) {
        Duration pause = request.pause();
        if (pause != null && (pause.isNegative() || pause.compareTo(MAX_KILL_WAIT) > 0)) {
            throw new ServiceException(
                    SubmitException.Code.USAGE,
                    "a wait of " + pause.toSeconds() + " seconds is not possible",
                    "it is 0 seconds or more, and at most " + MAX_KILL_WAIT.toDays() + " days");
        }
        requests.requireElected();
        LOG.info("rebalance of {} by {}", request.name(), named(caller));
        return requests.ask(request.name(), leader -> leader.rebalance(request));
    }

    @Override
    public RebalanceReport rebalanceProgress(Caller caller, String name, long version) {
        return requests.ask(name, leader -> leader.rebalanceProgress(name, version));
    }

    @Override
    public DrainReport drain(Caller caller, String host) {
        requests.requireElected();
        LOG.info("drain of {} by {}", host, named(caller));
        return requests.ask(host, leader -> leader.drain(host));
    }

    @Override
    public DrainReport undrain(Caller caller, String host) {
        requests.requireElected();
        LOG.info("undrain of {} by {}", host, named(caller));
        return requests.ask(host, leader -> leader.undrain(host));
    }

    @Override
    public DrainReport drainProgress(Caller caller, String host) {
        return requests.ask(host, leader -> leader.drainProgress(host));
    }

    @Override
    public List<TopologySummary> list(Caller caller) {
        long now = clock.epochMs();
        return requests.ask("the list", leader -> leader.views()).stream()
                .map(view -> TopologyInfoBuilder.summary(view, now))
                .toList();
    }

    @Override
    public ClusterSummary cluster(Caller caller) {
        List<ClusterSummary.Supervisor> supervisors = requests.ask("the cluster", ClusterRows::supervisors);
        return reading(() -> {
            Optional<NimbusRecord> leader = clusterState.leader();
            List<ClusterSummary.Nimbus> nimbuses = clusterState.nimbuses().stream()
                    .map(each -> new ClusterSummary.Nimbus(
                            each.host(),
                            each.port(),
                            leader.isPresent() && leader.get().equals(each)))
                    .toList();
            return new ClusterSummary(nimbuses, supervisors);
        });
    }

    private static <T> T reading(Supplier<T> read) {
        try {
            return read.get();
        } catch (ClusterStateException e) {
            throw new ServiceException(
                    SubmitException.Code.NO_CLUSTER,
                    "the cluster state (ZooKeeper) cannot be read: " + e.getMessage(),
                    "repeat the command once ZooKeeper can be reached",
                    e);
        }
    }

    @Override
    public TopologyInfo info(Caller caller, String name) {
        TopologyView view = requests.ask(name, leader -> leader.view(name));
        return TopologyInfoBuilder.info(view, clock.epochMs());
    }

    @Override
    public TopologyExplanation explain(Caller caller, String name) {
        FreshReports.Fresh fresh = requests.askLater(name, leader -> leader.freshView(name));
        return ExplanationBuilder.explain(fresh.view(), fresh.reportId(), clock.epochMs());
    }

    private static String named(Caller caller) {
        return caller.user() + "@" + caller.host() + " (" + caller.program() + ")";
    }
}

package dev.vendaval.cli;

import dev.vendaval.api.SubmitException.Code;
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
import dev.vendaval.protocol.service.SupervisorLinkService;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A Nimbus that answers what a test tells it to; one lock for everything. */
final class FakeNimbus implements NimbusService, SupervisorLinkService {
    final Map<String, byte[]> uploads = new HashMap<>();
    final List<SubmitRequest> submits = new ArrayList<>();
    final List<String> calls = new ArrayList<>();
    final List<RebalanceRequest> rebalances = new ArrayList<>();

    /** What is said of a rebalance, the first until only one is left. */
    final Deque<RebalanceReport> rebalanceReports = new ArrayDeque<>();

    final Deque<DrainReport> drainReports = new ArrayDeque<>();
    final Deque<ServiceException> rebalanceFailures = new ArrayDeque<>();
    final Deque<ServiceException> submitFailures = new ArrayDeque<>();

    /** What info answers, the first until only one is left. */
    final Deque<TopologyInfo> infos = new ArrayDeque<>();

    final List<TopologySummary> listed = new ArrayList<>();
    final List<ClusterSummary.Nimbus> nimbuses = new ArrayList<>();
    final List<ClusterSummary.Supervisor> supervisors = new ArrayList<>();

    /** What every change of a topology is refused with, or null. */
    @Nullable
    ServiceException failure;

    /** What explain answers; null: there is no such topology. */
    @Nullable
    TopologyExplanation explanation;

    /** A name whose kill is refused. */
    String unkillable = "";

    @Override
    public synchronized boolean hasArtifact(Caller caller, String sha256) {
        return uploads.containsKey(sha256);
    }

    @Override
    public synchronized void uploadArtifact(Caller caller, String sha256, InputStream content) throws IOException {
        uploads.put(sha256, content.readAllBytes());
    }

    @Override
    public synchronized String submit(Caller caller, SubmitRequest request) {
        submits.add(request);
        ServiceException failure = submitFailures.poll();
        if (failure != null) {
            throw failure;
        }
        return request.name() + "-1";
    }

    @Override
    public synchronized void activate(Caller caller, String name) {
        calls.add("activate " + name);
    }

    @Override
    public synchronized void deactivate(Caller caller, String name) {
        if (failure != null) {
            throw failure;
        }
        calls.add("deactivate " + name);
    }

    @Override
    public synchronized void kill(Caller caller, String name, @Nullable Duration wait) {
        if (name.equals(unkillable)) {
            throw new ServiceException(Code.ILLEGAL_STATE, "the topology '" + name + "' cannot be killed", null);
        }
        calls.add("kill " + name + " " + wait);
    }

    @Override
    public synchronized DrainReport drain(Caller caller, String host) {
        calls.add("drain " + host);
        return nextDrain();
    }

    @Override
    public synchronized DrainReport undrain(Caller caller, String host) {
        calls.add("undrain " + host);
        return nextDrain();
    }

    @Override
    public synchronized DrainReport drainProgress(Caller caller, String host) {
        calls.add("drainProgress " + host);
        return nextDrain();
    }

    private DrainReport nextDrain() {
        DrainReport next = drainReports.size() > 1 ? drainReports.poll() : drainReports.peek();
        if (next == null) {
            throw new ServiceException(Code.NOT_FOUND, "there is no such host", "there are: h");
        }
        return next;
    }

    @Override
    public synchronized RebalanceReport rebalance(Caller caller, RebalanceRequest request) {
        rebalances.add(request);
        return nextRebalance();
    }

    @Override
    public synchronized RebalanceReport rebalanceProgress(Caller caller, String name, long version) {
        calls.add("progress " + name + " " + version);
        return nextRebalance();
    }

    private RebalanceReport nextRebalance() {
        ServiceException refused = rebalanceFailures.poll();
        if (refused != null) {
            throw refused;
        }
        RebalanceReport next = rebalanceReports.size() > 1 ? rebalanceReports.poll() : rebalanceReports.peek();
        if (next == null) {
            throw new ServiceException(Code.NOT_FOUND, "there is no such topology", null);
        }
        return next;
    }

    @Override
    public synchronized List<TopologySummary> list(Caller caller) {
        return List.copyOf(listed);
    }

    @Override
    public synchronized ClusterSummary cluster(Caller caller) {
        return new ClusterSummary(List.copyOf(nimbuses), List.copyOf(supervisors));
    }

    @Override
    public synchronized TopologyInfo info(Caller caller, String name) {
        TopologyInfo next = infos.size() > 1 ? infos.poll() : infos.peek();
        if (next == null) {
            throw new ServiceException(Code.NOT_FOUND, "there is no topology '" + name + "'", null);
        }
        return next;
    }

    @Override
    public synchronized TopologyExplanation explain(Caller caller, String name) {
        if (explanation == null) {
            throw new ServiceException(Code.NOT_FOUND, "there is no topology '" + name + "'", null);
        }
        return explanation;
    }

    @Override
    public SupervisorConversation connected(Caller caller, CommandSender commands) {
        throw new UnsupportedOperationException("no supervisor in these tests");
    }

    @Override
    public void downloadArtifact(Caller caller, String sha256, ArtifactSink sink) {
        throw new UnsupportedOperationException("no supervisor in these tests");
    }
}

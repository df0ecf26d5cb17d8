package dev.vendaval.protocol.testing;

import dev.vendaval.api.SubmitException.Code;
import dev.vendaval.protocol.report.ClusterSummary;
import dev.vendaval.protocol.report.DrainReport;
import dev.vendaval.protocol.report.RebalanceReport;
import dev.vendaval.protocol.report.SupervisorReport;
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
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A Nimbus that remembers what it is asked and answers what a test tells it to: the answers of one kind in their order, the
 * last one again and again. One lock for everything; a test may make a more difficult one of it.
 */
public class FakeNimbus implements NimbusService, SupervisorLinkService {
    private static final int CHUNK_BYTES = 100_000;

    /** Every request of clients and each connection of a supervisor: its name, its caller, its arguments. */
    public final List<List<Object>> asked = new CopyOnWriteArrayList<>();

    /** What was asked to be changed, and how far it is, in words. */
    public final List<String> calls = new CopyOnWriteArrayList<>();

    public final Map<String, byte[]> artifacts = new HashMap<>();
    public final List<SubmitRequest> submits = new ArrayList<>();
    public final List<RebalanceRequest> rebalances = new ArrayList<>();

    // What is answered.
    public final Deque<RebalanceReport> rebalanceReports = new ArrayDeque<>();
    public final Deque<DrainReport> drainReports = new ArrayDeque<>();
    public final Deque<TopologyInfo> infos = new ArrayDeque<>();
    public final Deque<TopologyExplanation> explanations = new ArrayDeque<>();
    public final List<TopologySummary> listed = new CopyOnWriteArrayList<>();
    public final List<ClusterSummary.Nimbus> nimbuses = new CopyOnWriteArrayList<>();
    public final List<ClusterSummary.Supervisor> supervisors = new CopyOnWriteArrayList<>();

    // What is refused: each of these once; with a refusal every request; without the name of a leader none.
    public final Deque<ServiceException> rebalanceFailures = new ArrayDeque<>();
    public final Deque<ServiceException> submitFailures = new ArrayDeque<>();
    public volatile @Nullable RuntimeException refusal;
    public volatile @Nullable String leaderHint;

    /** A name whose kill is refused. */
    public volatile String unkillable = "";

    // The conversations with supervisors.
    public final List<SupervisorReport> reports = new CopyOnWriteArrayList<>();
    public final List<CommandSender> commands = new CopyOnWriteArrayList<>();
    public final List<CommandSender> closed = new CopyOnWriteArrayList<>();

    private int looksUntilGone = Integer.MAX_VALUE;

    /** What is listed is gone after so many looks. */
    public final synchronized void goneAfter(int looks) {
        looksUntilGone = looks;
    }

    private void ask(Object... what) {
        asked.add(Arrays.asList(what));
        if (leaderHint != null) {
            throw new ServiceException(Code.NO_CLUSTER, "this Nimbus does not lead", leaderHint);
        }
        if (refusal != null) {
            throw refusal;
        }
    }

    /** The next of some answers; the last one stays. */
    private static <T> T next(Deque<T> answers, String missing, @Nullable String hint) {
        T next = answers.size() > 1 ? answers.poll() : answers.peek();
        if (next == null) {
            throw new ServiceException(Code.NOT_FOUND, missing, hint);
        }
        return next;
    }

    private static void failIfTold(Deque<ServiceException> failures) {
        ServiceException failure = failures.poll();
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public synchronized boolean hasArtifact(Caller caller, String sha256) {
        ask("hasArtifact", caller, sha256);
        return artifacts.containsKey(sha256);
    }

    @Override
    public synchronized void uploadArtifact(Caller caller, String sha256, InputStream content) throws IOException {
        ask("uploadArtifact", caller, sha256);
        artifacts.put(sha256, content.readAllBytes());
    }

    @Override
    public synchronized String submit(Caller caller, SubmitRequest request) {
        ask("submit", caller, request);
        submits.add(request);
        failIfTold(submitFailures);
        return request.name() + "-1";
    }

    @Override
    public synchronized void activate(Caller caller, String name) {
        ask("activate", caller, name);
        calls.add("activate " + name);
    }

    @Override
    public synchronized void deactivate(Caller caller, String name) {
        ask("deactivate", caller, name);
        calls.add("deactivate " + name);
    }

    @Override
    public synchronized void kill(Caller caller, String name, @Nullable Duration wait) {
        ask("kill", caller, name, wait == null ? "no wait" : wait);
        if (name.equals(unkillable)) {
            throw new ServiceException(Code.ILLEGAL_STATE, "the topology '" + name + "' cannot be killed", null);
        }
        calls.add("kill " + name + " " + wait);
    }

    @Override
    public synchronized DrainReport drain(Caller caller, String host) {
        return drain("drain", caller, host);
    }

    @Override
    public synchronized DrainReport undrain(Caller caller, String host) {
        return drain("undrain", caller, host);
    }

    @Override
    public synchronized DrainReport drainProgress(Caller caller, String host) {
        return drain("drainProgress", caller, host);
    }

    private DrainReport drain(String request, Caller caller, String host) {
        ask(request, caller, host);
        calls.add(request + " " + host);
        return next(drainReports, "there is no such host", "there are: h");
    }

    @Override
    public synchronized RebalanceReport rebalance(Caller caller, RebalanceRequest request) {
        ask("rebalance", caller, request);
        rebalances.add(request);
        failIfTold(rebalanceFailures);
        return next(rebalanceReports, "there is no such topology", null);
    }

    @Override
    public synchronized RebalanceReport rebalanceProgress(Caller caller, String name, long version) {
        ask("rebalanceProgress", caller, name, version);
        calls.add("progress " + name + " " + version);
        failIfTold(rebalanceFailures);
        return next(rebalanceReports, "there is no such topology", null);
    }

    @Override
    public synchronized List<TopologySummary> list(Caller caller) {
        ask("list", caller);
        return looksUntilGone-- > 0 ? List.copyOf(listed) : List.of();
    }

    @Override
    public synchronized ClusterSummary cluster(Caller caller) {
        ask("cluster", caller);
        return new ClusterSummary(List.copyOf(nimbuses), List.copyOf(supervisors));
    }

    @Override
    public synchronized TopologyInfo info(Caller caller, String name) {
        ask("info", caller, name);
        return next(infos, "there is no topology '" + name + "'", null);
    }

    @Override
    public synchronized TopologyExplanation explain(Caller caller, String name) {
        ask("explain", caller, name);
        return next(explanations, "there is no topology '" + name + "'", null);
    }

    @Override
    public synchronized SupervisorConversation connected(Caller caller, CommandSender sender) {
        ask("connected", caller);
        commands.add(sender);
        return new SupervisorConversation() {
            @Override
            public void report(SupervisorReport report) {
                reports.add(report);
            }

            @Override
            public void closed() {
                closed.add(sender);
            }
        };
    }

    @Override
    public void downloadArtifact(Caller caller, String sha256, ArtifactSink sink) {
        byte[] content = artifact(caller, sha256);
        byte[] reused = new byte[CHUNK_BYTES]; // as a server may that reads a file
        for (int from = 0; from < content.length; from += reused.length) {
            int length = Math.min(reused.length, content.length - from);
            System.arraycopy(content, from, reused, 0, length);
            sink.chunk(length == reused.length ? reused : Arrays.copyOf(reused, length));
        }
    }

    private synchronized byte[] artifact(Caller caller, String sha256) {
        ask("downloadArtifact", caller, sha256);
        byte[] content = artifacts.get(sha256);
        if (content == null) {
            throw new ServiceException(Code.NOT_FOUND, "no artifact " + sha256, null);
        }
        return content;
    }
}

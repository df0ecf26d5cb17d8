package dev.vendaval.protocol.grpc;

import dev.vendaval.api.SubmitException;
import dev.vendaval.protocol.SampleRecords;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Remembers what it was asked, answers with the samples. */
final class FakeNimbus implements NimbusService, SupervisorLinkService {
    final List<Object> asked = new CopyOnWriteArrayList<>();
    final List<SupervisorReport> reports = new CopyOnWriteArrayList<>();
    final List<CommandSender> commands = new CopyOnWriteArrayList<>();
    final List<String> closed = new CopyOnWriteArrayList<>();
    final Map<String, byte[]> artifacts = new ConcurrentHashMap<>();
    volatile @Nullable RuntimeException refusal;
    volatile @Nullable String leaderHint;

    private void ask(Object... what) {
        asked.add(Arrays.asList(what));
        if (leaderHint != null) {
            throw new ServiceException(SubmitException.Code.NO_CLUSTER, "this Nimbus does not lead", leaderHint);
        }
        if (refusal != null) {
            throw refusal;
        }
    }

    @Override
    public boolean hasArtifact(Caller caller, String sha256) {
        ask("hasArtifact", caller, sha256);
        return artifacts.containsKey(sha256);
    }

    @Override
    public void uploadArtifact(Caller caller, String sha256, InputStream content) throws IOException {
        ask("uploadArtifact", caller, sha256);
        byte[] bytes = content.readAllBytes();
        if (bytes.length == 13) {
            throw new IOException("13 bytes are refused");
        }
        artifacts.put(sha256, bytes);
    }

    @Override
    public String submit(Caller caller, SubmitRequest request) {
        ask("submit", caller, request);
        return "wc-7";
    }

    @Override
    public void activate(Caller caller, String name) {
        ask("activate", caller, name);
    }

    @Override
    public void deactivate(Caller caller, String name) {
        ask("deactivate", caller, name);
    }

    @Override
    public void kill(Caller caller, String name, @Nullable Duration wait) {
        ask("kill", caller, name, wait == null ? "no wait" : wait);
    }

    @Override
    public DrainReport drain(Caller caller, String host) {
        ask("drain", caller, host);
        return SampleRecords.drain();
    }

    @Override
    public DrainReport undrain(Caller caller, String host) {
        ask("undrain", caller, host);
        return SampleRecords.drain();
    }

    @Override
    public DrainReport drainProgress(Caller caller, String host) {
        ask("drainProgress", caller, host);
        return SampleRecords.drain();
    }

    @Override
    public RebalanceReport rebalance(Caller caller, RebalanceRequest request) {
        ask("rebalance", caller, request);
        return SampleRecords.rebalance();
    }

    @Override
    public RebalanceReport rebalanceProgress(Caller caller, String name, long version) {
        ask("rebalanceProgress", caller, name, version);
        return SampleRecords.rebalance();
    }

    @Override
    public List<TopologySummary> list(Caller caller) {
        ask("list", caller);
        return List.of(SampleRecords.summary());
    }

    @Override
    public ClusterSummary cluster(Caller caller) {
        ask("cluster", caller);
        return SampleRecords.cluster();
    }

    @Override
    public TopologyInfo info(Caller caller, String name) {
        ask("info", caller, name);
        return SampleRecords.info();
    }

    @Override
    public TopologyExplanation explain(Caller caller, String name) {
        ask("explain", caller, name);
        return SampleRecords.explanation();
    }

    @Override
    public SupervisorConversation connected(Caller caller, CommandSender sender) {
        ask("connected", caller);
        commands.add(sender);
        return new SupervisorConversation() {
            @Override
            public void report(SupervisorReport report) {
                reports.add(report);
            }

            @Override
            public void closed() {
                closed.add("closed");
            }
        };
    }

    @Override
    public void downloadArtifact(Caller caller, String sha256, ArtifactSink sink) {
        ask("downloadArtifact", caller, sha256);
        byte[] bytes = artifacts.get(sha256);
        if (bytes == null) {
            throw new ServiceException(SubmitException.Code.NOT_FOUND, "no artifact " + sha256, null);
        }
        byte[] reused = new byte[100_000];
        for (int from = 0; from < bytes.length; from += reused.length) {
            int length = Math.min(reused.length, bytes.length - from);
            System.arraycopy(bytes, from, reused, 0, length);
            sink.chunk(length == reused.length ? reused : Arrays.copyOf(reused, length));
        }
    }

    List<Object> calls() {
        return new ArrayList<>(asked);
    }
}

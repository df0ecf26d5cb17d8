package dev.vendaval.protocol.grpc;

import dev.vendaval.protocol.config.HostPort;
import dev.vendaval.protocol.proto.ArtifactRequest;
import dev.vendaval.protocol.proto.ClusterRequest;
import dev.vendaval.protocol.proto.ClusterSummaryMessage;
import dev.vendaval.protocol.proto.DrainReportMessage;
import dev.vendaval.protocol.proto.ExplanationMessage;
import dev.vendaval.protocol.proto.HostRequest;
import dev.vendaval.protocol.proto.KillRequest;
import dev.vendaval.protocol.proto.ListRequest;
import dev.vendaval.protocol.proto.NameRequest;
import dev.vendaval.protocol.proto.NimbusRpcGrpc.NimbusRpcBlockingStub;
import dev.vendaval.protocol.proto.RebalanceMessage;
import dev.vendaval.protocol.proto.RebalanceProgressRequest;
import dev.vendaval.protocol.proto.RebalanceReportMessage;
import dev.vendaval.protocol.proto.SubmitMessage;
import dev.vendaval.protocol.proto.TopologyInfoMessage;
import dev.vendaval.protocol.report.ClusterSummary;
import dev.vendaval.protocol.report.DrainReport;
import dev.vendaval.protocol.report.RebalanceReport;
import dev.vendaval.protocol.report.TopologyExplanation;
import dev.vendaval.protocol.report.TopologyInfo;
import dev.vendaval.protocol.report.TopologySummary;
import dev.vendaval.protocol.service.Caller;
import dev.vendaval.protocol.service.NimbusService;
import dev.vendaval.protocol.service.RebalanceRequest;
import dev.vendaval.protocol.service.SubmitRequest;
import dev.vendaval.protocol.wire.AnswerWire;
import dev.vendaval.protocol.wire.ExplanationWire;
import dev.vendaval.protocol.wire.RebalanceWire;
import dev.vendaval.protocol.wire.ServiceWire;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Nimbus as seen from a client: finds the leader among the seeds, remembers it, looks for it again when it is gone.
 * Every call may be repeated at another Nimbus when an answer was lost, which all of them are made for. Thread-safe.
 */
public final class NimbusClient implements NimbusService, AutoCloseable {
    private final LeaderSearch leader;

    NimbusClient(Channels channels, List<HostPort> seeds, Duration deadline, Consumer<String> waiting) {
        this.leader = new LeaderSearch(channels, seeds, deadline, waiting);
    }

    private <A> A call(Caller caller, Function<NimbusRpcBlockingStub, A> call) {
        return leader.call(caller, call);
    }

    @Override
    public boolean hasArtifact(Caller caller, String sha256) {
        ArtifactRequest request = ArtifactRequest.newBuilder().setSha256(sha256).build();
        return call(caller, stub -> stub.hasArtifact(request).getPresent());
    }

    /** The content is read once, so this is not repeated: the leader is looked for before. */
    @Override
    public void uploadArtifact(Caller caller, String sha256, InputStream content) throws IOException {
        ArtifactRequest probe = ArtifactRequest.newBuilder().setSha256(sha256).build();
        LeaderSearch.Answer<Boolean> present =
                leader.find(caller, stub -> stub.hasArtifact(probe).getPresent());
        if (!present.value()) {
            new ArtifactUpload(present.leader(), present.channel(), caller).send(sha256, content);
        }
    }

    @Override
    public String submit(Caller caller, SubmitRequest request) {
        SubmitMessage message = ServiceWire.submit(request);
        return call(caller, stub -> stub.submit(message).getTopologyId());
    }

    @Override
    public void activate(Caller caller, String name) {
        NameRequest request = NameRequest.newBuilder().setName(name).build();
        call(caller, stub -> stub.activate(request));
    }

    @Override
    public void deactivate(Caller caller, String name) {
        NameRequest request = NameRequest.newBuilder().setName(name).build();
        call(caller, stub -> stub.deactivate(request));
    }

    @Override
    public void kill(Caller caller, String name, @Nullable Duration wait) {
        KillRequest.Builder request = KillRequest.newBuilder().setName(name);
        if (wait != null) {
            request.setWaitNanos(wait.toNanos());
        }
        KillRequest message = request.build();
        call(caller, stub -> stub.kill(message));
    }

    @Override
    public RebalanceReport rebalance(Caller caller, RebalanceRequest request) {
        RebalanceMessage message = RebalanceWire.request(request);
        RebalanceReportMessage answer = call(caller, stub -> stub.rebalance(message));
        return RebalanceWire.report(answer);
    }

    @Override
    public RebalanceReport rebalanceProgress(Caller caller, String name, long version) {
        RebalanceProgressRequest request = RebalanceProgressRequest.newBuilder()
                .setName(name)
                .setVersion(version)
                .build();
        RebalanceReportMessage answer = call(caller, stub -> stub.rebalanceProgress(request));
        return RebalanceWire.report(answer);
    }

    @Override
    public DrainReport drain(Caller caller, String host) {
        HostRequest request = host(host);
        DrainReportMessage answer = call(caller, stub -> stub.drain(request));
        return RebalanceWire.drain(answer);
    }

    @Override
    public DrainReport undrain(Caller caller, String host) {
        HostRequest request = host(host);
        DrainReportMessage answer = call(caller, stub -> stub.undrain(request));
        return RebalanceWire.drain(answer);
    }

    @Override
    public DrainReport drainProgress(Caller caller, String host) {
        HostRequest request = host(host);
        DrainReportMessage answer = call(caller, stub -> stub.drainProgress(request));
        return RebalanceWire.drain(answer);
    }

    private static HostRequest host(String host) {
        return HostRequest.newBuilder().setHost(host).build();
    }

    @Override
    public List<TopologySummary> list(Caller caller) {
        return call(caller, stub -> stub.list(ListRequest.getDefaultInstance())).getTopologiesList().stream()
                .map(AnswerWire::summary)
                .toList();
    }

    @Override
    public ClusterSummary cluster(Caller caller) {
        ClusterSummaryMessage answer = call(caller, stub -> stub.cluster(ClusterRequest.getDefaultInstance()));
        return AnswerWire.cluster(answer);
    }

    @Override
    public TopologyInfo info(Caller caller, String name) {
        NameRequest request = NameRequest.newBuilder().setName(name).build();
        TopologyInfoMessage answer = call(caller, stub -> stub.info(request));
        return AnswerWire.info(answer);
    }

    @Override
    public TopologyExplanation explain(Caller caller, String name) {
        NameRequest request = NameRequest.newBuilder().setName(name).build();
        ExplanationMessage answer = call(caller, stub -> stub.explain(request));
        return ExplanationWire.explanation(answer);
    }

    @Override
    public void close() {
        leader.close();
    }
}

package dev.vendaval.protocol.grpc;

import dev.vendaval.protocol.proto.ArtifactChunk;
import dev.vendaval.protocol.proto.ArtifactRequest;
import dev.vendaval.protocol.proto.ClusterRequest;
import dev.vendaval.protocol.proto.ClusterSummaryMessage;
import dev.vendaval.protocol.proto.DoneAnswer;
import dev.vendaval.protocol.proto.DrainReportMessage;
import dev.vendaval.protocol.proto.ExplanationMessage;
import dev.vendaval.protocol.proto.HasArtifactAnswer;
import dev.vendaval.protocol.proto.HostRequest;
import dev.vendaval.protocol.proto.KillRequest;
import dev.vendaval.protocol.proto.ListAnswer;
import dev.vendaval.protocol.proto.ListRequest;
import dev.vendaval.protocol.proto.NameRequest;
import dev.vendaval.protocol.proto.NimbusRpcGrpc;
import dev.vendaval.protocol.proto.RebalanceMessage;
import dev.vendaval.protocol.proto.RebalanceProgressRequest;
import dev.vendaval.protocol.proto.RebalanceReportMessage;
import dev.vendaval.protocol.proto.SubmitAnswer;
import dev.vendaval.protocol.proto.SubmitMessage;
import dev.vendaval.protocol.proto.TopologyInfoMessage;
import dev.vendaval.protocol.service.NimbusService;
import dev.vendaval.protocol.wire.AnswerWire;
import dev.vendaval.protocol.wire.ExplanationWire;
import dev.vendaval.protocol.wire.RebalanceWire;
import dev.vendaval.protocol.wire.ServiceWire;
import io.grpc.stub.StreamObserver;
import java.time.Duration;

/** Server side of what Nimbus does for clients. Runs on the threads of its server. */
final class NimbusEndpoint extends NimbusRpcGrpc.NimbusRpcImplBase {
    private final NimbusService nimbus;
    private final Transfers transfers;

    NimbusEndpoint(NimbusService nimbus, Transfers transfers) {
        this.nimbus = nimbus;
        this.transfers = transfers;
    }

    @Override
    public void hasArtifact(ArtifactRequest request, StreamObserver<HasArtifactAnswer> stream) {
        Endpoints.answer(
                stream,
                () -> HasArtifactAnswer.newBuilder()
                        .setPresent(nimbus.hasArtifact(CallerHeader.current(), request.getSha256()))
                        .build());
    }

    @Override
    public StreamObserver<ArtifactChunk> uploadArtifact(StreamObserver<DoneAnswer> stream) {
        return new UploadReceiver(nimbus, CallerHeader.current(), Endpoints.serverSide(stream), transfers);
    }

    @Override
    public void submit(SubmitMessage request, StreamObserver<SubmitAnswer> stream) {
        Endpoints.answer(
                stream,
                () -> SubmitAnswer.newBuilder()
                        .setTopologyId(nimbus.submit(CallerHeader.current(), ServiceWire.submit(request)))
                        .build());
    }

    @Override
    public void activate(NameRequest request, StreamObserver<DoneAnswer> stream) {
        done(stream, () -> nimbus.activate(CallerHeader.current(), request.getName()));
    }

    @Override
    public void deactivate(NameRequest request, StreamObserver<DoneAnswer> stream) {
        done(stream, () -> nimbus.deactivate(CallerHeader.current(), request.getName()));
    }

    @Override
    public void kill(KillRequest request, StreamObserver<DoneAnswer> stream) {
        Duration wait = request.hasWaitNanos() ? Duration.ofNanos(request.getWaitNanos()) : null;
        done(stream, () -> nimbus.kill(CallerHeader.current(), request.getName(), wait));
    }

    @Override
    public void rebalance(RebalanceMessage request, StreamObserver<RebalanceReportMessage> stream) {
        Endpoints.answer(
                stream,
                () -> RebalanceWire.report(nimbus.rebalance(CallerHeader.current(), RebalanceWire.request(request))));
    }

    @Override
    public void rebalanceProgress(RebalanceProgressRequest request, StreamObserver<RebalanceReportMessage> stream) {
        Endpoints.answer(
                stream,
                () -> RebalanceWire.report(
                        nimbus.rebalanceProgress(CallerHeader.current(), request.getName(), request.getVersion())));
    }

    @Override
    public void drain(HostRequest request, StreamObserver<DrainReportMessage> stream) {
        Endpoints.answer(stream, () -> RebalanceWire.drain(nimbus.drain(CallerHeader.current(), request.getHost())));
    }

    @Override
    public void undrain(HostRequest request, StreamObserver<DrainReportMessage> stream) {
        Endpoints.answer(stream, () -> RebalanceWire.drain(nimbus.undrain(CallerHeader.current(), request.getHost())));
    }

    @Override
    public void drainProgress(HostRequest request, StreamObserver<DrainReportMessage> stream) {
        Endpoints.answer(
                stream, () -> RebalanceWire.drain(nimbus.drainProgress(CallerHeader.current(), request.getHost())));
    }

    private static void done(StreamObserver<DoneAnswer> stream, Runnable action) {
        Endpoints.answer(stream, () -> {
            action.run();
            return DoneAnswer.getDefaultInstance();
        });
    }

    @Override
    public void list(ListRequest request, StreamObserver<ListAnswer> stream) {
        Endpoints.answer(stream, () -> {
            ListAnswer.Builder answer = ListAnswer.newBuilder();
            nimbus.list(CallerHeader.current()).forEach(summary -> answer.addTopologies(AnswerWire.summary(summary)));
            return answer.build();
        });
    }

    @Override
    public void cluster(ClusterRequest request, StreamObserver<ClusterSummaryMessage> stream) {
        Endpoints.answer(stream, () -> AnswerWire.cluster(nimbus.cluster(CallerHeader.current())));
    }

    @Override
    public void info(NameRequest request, StreamObserver<TopologyInfoMessage> stream) {
        Endpoints.answer(stream, () -> AnswerWire.info(nimbus.info(CallerHeader.current(), request.getName())));
    }

    @Override
    public void explain(NameRequest request, StreamObserver<ExplanationMessage> stream) {
        Endpoints.answer(
                stream, () -> ExplanationWire.explanation(nimbus.explain(CallerHeader.current(), request.getName())));
    }
}

package dev.vendaval.protocol.grpc;

import dev.vendaval.protocol.proto.ArtifactRequest;
import dev.vendaval.protocol.proto.DoneAnswer;
import dev.vendaval.protocol.proto.StandbyRpcGrpc;
import dev.vendaval.protocol.service.Caller;
import dev.vendaval.protocol.service.StandbyService;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;

/** Server side of what a Nimbus does for the leading one. Runs on the threads of its server. */
final class StandbyEndpoint extends StandbyRpcGrpc.StandbyRpcImplBase {
    private final StandbyService standby;
    private final Transfers transfers;

    StandbyEndpoint(StandbyService standby, Transfers transfers) {
        this.standby = standby;
        this.transfers = transfers;
    }

    @Override
    public void keep(ArtifactRequest request, StreamObserver<DoneAnswer> stream) {
        ServerCallStreamObserver<DoneAnswer> answer = Endpoints.serverSide(stream);
        // Set, so that an answer to a call that is over is dropped instead of thrown.
        answer.setOnCancelHandler(() -> {});
        Caller caller = CallerHeader.current();
        transfers.start(answer, () -> {
            standby.keepArtifact(caller, request.getSha256());
            if (!answer.isCancelled()) {
                answer.onNext(DoneAnswer.getDefaultInstance());
                answer.onCompleted();
            }
        });
    }
}

package dev.vendaval.protocol.grpc;

import dev.vendaval.protocol.proto.DeathMessage;
import dev.vendaval.protocol.proto.DoneAnswer;
import dev.vendaval.protocol.proto.SupervisorPeerRpcGrpc;
import dev.vendaval.protocol.service.SupervisorPeerService;
import dev.vendaval.protocol.wire.ServiceWire;
import io.grpc.stub.StreamObserver;

/** Server side of what a supervisor does for the others. Runs on the threads of its server. */
final class SupervisorPeerEndpoint extends SupervisorPeerRpcGrpc.SupervisorPeerRpcImplBase {
    private final SupervisorPeerService supervisor;

    SupervisorPeerEndpoint(SupervisorPeerService supervisor) {
        this.supervisor = supervisor;
    }

    @Override
    public void announceDeath(DeathMessage request, StreamObserver<DoneAnswer> stream) {
        Endpoints.answer(stream, () -> {
            supervisor.died(CallerHeader.current(), ServiceWire.death(request));
            return DoneAnswer.getDefaultInstance();
        });
    }
}

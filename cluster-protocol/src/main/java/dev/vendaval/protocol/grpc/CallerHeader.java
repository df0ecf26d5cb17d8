package dev.vendaval.protocol.grpc;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.vendaval.protocol.proto.CallerMessage;
import dev.vendaval.protocol.service.Caller;
import dev.vendaval.protocol.wire.ServiceWire;
import io.grpc.ClientInterceptor;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.stub.MetadataUtils;

/** Carries the caller's identity in the metadata of every call; a call without one is refused. */
final class CallerHeader implements ServerInterceptor {
    private static final Metadata.Key<byte[]> KEY =
            Metadata.Key.of("vendaval-caller-bin", Metadata.BINARY_BYTE_MARSHALLER);
    private static final Context.Key<Caller> CURRENT = Context.key("vendaval-caller");

    /** For clients: attaches the caller. */
    static ClientInterceptor attaching(Caller caller) {
        Metadata headers = new Metadata();
        headers.put(KEY, ServiceWire.caller(caller).toByteArray());
        return MetadataUtils.newAttachHeadersInterceptor(headers);
    }

    /** For servers, on the thread that handles the call: who calls. */
    static Caller current() {
        return CURRENT.get();
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        byte[] header = headers.get(KEY);
        if (header == null) {
            return refused(call, "the call does not say who calls");
        }
        try {
            Caller caller = ServiceWire.caller(CallerMessage.parseFrom(header));
            return Contexts.interceptCall(Context.current().withValue(CURRENT, caller), call, headers, next);
        } catch (InvalidProtocolBufferException e) {
            return refused(call, "the call's caller identity cannot be read: " + e.getMessage());
        }
    }

    private static <Q, A> ServerCall.Listener<Q> refused(ServerCall<Q, A> call, String reason) {
        call.close(Status.UNAUTHENTICATED.withDescription(reason), new Metadata());
        return new ServerCall.Listener<>() {};
    }
}

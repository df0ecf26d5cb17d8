package dev.vendaval.worker.link;

import io.grpc.MethodDescriptor;

/** The two streaming calls of a link; the first message each way is the greeting. */
final class LinkMethods {
    static final String SERVICE = "vendaval.worker.Link";
    static final MethodDescriptor<byte[], byte[]> DATA = method("Data");
    static final MethodDescriptor<byte[], byte[]> CONTROL = method("Control");

    private LinkMethods() {}

    static MethodDescriptor<byte[], byte[]> of(Lane lane) {
        return lane == Lane.DATA ? DATA : CONTROL;
    }

    private static MethodDescriptor<byte[], byte[]> method(String name) {
        FrameMarshaller marshaller = new FrameMarshaller();
        return MethodDescriptor.<byte[], byte[]>newBuilder()
                .setType(MethodDescriptor.MethodType.BIDI_STREAMING)
                .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, name))
                .setRequestMarshaller(marshaller)
                .setResponseMarshaller(marshaller)
                .build();
    }
}

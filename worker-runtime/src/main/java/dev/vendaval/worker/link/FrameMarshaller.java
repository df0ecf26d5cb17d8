package dev.vendaval.worker.link;

import io.grpc.Drainable;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** Passes frames to and from gRPC as the bytes they are: one copy each way, no message object. */
final class FrameMarshaller implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] frame) {
        return new FrameStream(frame);
    }

    @Override
    public byte[] parse(InputStream stream) {
        try {
            byte[] frame = new byte[stream.available()];
            int read = stream.readNBytes(frame, 0, frame.length);
            if (read != frame.length || stream.read() >= 0) {
                throw new MalformedFrameException("a frame of " + frame.length + " bytes had " + read + " or more");
            }
            return frame;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class FrameStream extends ByteArrayInputStream implements KnownLength, Drainable {
        FrameStream(byte[] frame) {
            super(frame);
        }

        @Override
        public int drainTo(OutputStream target) throws IOException {
            int length = count - pos;
            target.write(buf, pos, length);
            pos = count;
            return length;
        }
    }
}

package dev.vendaval.worker.codec;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A sender's codec and a receiver's, as in two workers. */
final class CodecScene {
    static final long MAX_BYTES = 64L << 20;

    final ValueCodec sender;
    final ValueCodec receiver;
    final ByteOutput out = new ByteOutput(64);

    CodecScene(Map<String, String> serializers) {
        this(serializers, MAX_BYTES);
    }

    CodecScene(Map<String, String> serializers, long maxBytes) {
        ClassLoader loader = CodecScene.class.getClassLoader();
        this.sender = new ValueCodecs(loader, serializers, maxBytes).newCodec();
        this.receiver = new ValueCodecs(loader, serializers, maxBytes).newCodec();
    }

    CodecScene() {
        this(Map.of());
    }

    byte[] bytes(@Nullable Object... values) {
        out.truncate(0);
        sender.write(Arrays.asList(values), out);
        return Arrays.copyOf(out.array(), out.position());
    }

    List<Object> decode(byte[] bytes) {
        return receiver.read(new ByteInput().reset(bytes, 0, bytes.length));
    }

    @SuppressWarnings("NullAway") // Null is a value like others here.
    Object roundTrip(@Nullable Object value) {
        return decode(bytes(value)).get(0);
    }
}

package dev.vendaval.tests.steps;

import dev.vendaval.api.Values;
import dev.vendaval.worker.codec.ByteInput;
import dev.vendaval.worker.codec.ByteOutput;
import dev.vendaval.worker.codec.ValueCodec;
import dev.vendaval.worker.codec.ValueCodecs;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The values of one tuple, a word, a Long, an int and two longs, to bytes and back. */
@State(Scope.Thread)
public class CodecSteps {
    private static final long MOST_BYTES = 1 << 20;

    private final ValueCodec codec =
            new ValueCodecs(CodecSteps.class.getClassLoader(), Map.of(), MOST_BYTES).newCodec();
    private final ByteOutput out = new ByteOutput(1024);
    private final ByteOutput encoded = new ByteOutput(1024);
    private final ByteInput in = new ByteInput();
    private final List<Object> values =
            new Values("weather", 1_234_567L, 42, 0x1234_5678_9ABCL, 0x7FFF_FFFF_FFFF_FFFFL);

    @Setup
    public void prepare() {
        codec.write(values, encoded);
        if (!decode().equals(values)) {
            throw new IllegalStateException("decoded " + decode() + ", encoded " + values);
        }
    }

    @Benchmark
    public int encode() {
        out.truncate(0);
        codec.write(values, out);
        return out.position();
    }

    @Benchmark
    public final List<Object> decode() {
        List<Object> decoded = codec.read(in.reset(encoded.array(), 0, encoded.position()));
        if (decoded.size() != values.size()) {
            throw new IllegalStateException(decoded.size() + " values");
        }
        return decoded;
    }
}

package dev.vendaval.worker.codec;

import java.util.Map;

/** A worker's codec settings; makes the {@link ValueCodec} of each executor. Immutable, any thread. */
@SuppressWarnings("DoNotCallSuggester") // a stub for an hour
public final class ValueCodecs {
    /**
     * @param userLoader finds the classes of values and serializers
     * @param serializers {@code topology.serializers}: class name to ValueSerializer class name, the same in every worker
     * @param maxTupleBytes {@code topology.tuple.max.bytes}
     * @throws CodecException if a class named is not there or no serializer, saying which
     */
    public ValueCodecs(ClassLoader userLoader, Map<String, ?> serializers, long maxTupleBytes) {
        throw new UnsupportedOperationException("not yet");
    }

    /** One for one executor. */
    public ValueCodec newCodec() {
        throw new UnsupportedOperationException("not yet");
    }
}

package dev.vendaval.worker.routing;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** stub */
@SuppressWarnings("DoNotCallSuggester") // a stub for an hour
public final class StableHash {
    private StableHash() {}

    /** Of some values of a tuple. */
    public static long of(List<Object> values, int[] fieldIndexes) {
        throw new UnsupportedOperationException("not yet");
    }

    /** Of one value. */
    public static long of(@Nullable Object value) {
        throw new UnsupportedOperationException("not yet");
    }
}

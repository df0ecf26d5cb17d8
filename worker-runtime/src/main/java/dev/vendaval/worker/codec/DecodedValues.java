package dev.vendaval.worker.codec;

import java.util.AbstractList;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/** The values of a decoded tuple, unmodifiable, in no more objects than it takes. */
final class DecodedValues extends AbstractList<Object> implements RandomAccess {
    private final @Nullable Object[] values;

    DecodedValues(@Nullable Object[] values) {
        this.values = values;
    }

    @Override
    @SuppressWarnings("NullAway") // A tuple's values may be null though the API's List<Object> does not say so.
    public Object get(int index) {
        return values[index];
    }

    @Override
    public int size() {
        return values.length;
    }
}

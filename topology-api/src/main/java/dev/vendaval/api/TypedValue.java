package dev.vendaval.api;

import org.jspecify.annotations.Nullable;

/** Takes a value out of a tuple as the type the user expects, with an error that names the accessor that fits. */
final class TypedValue {
    private TypedValue() {}

    static <T> @Nullable T of(Tuple tuple, int index, Class<T> wanted) {
        Object value = tuple.getValue(index);
        if (value != null && !wanted.isInstance(value)) {
            throw new IllegalArgumentException(mismatch(tuple, index, wanted, value.getClass()));
        }
        return wanted.cast(value);
    }

    private static String mismatch(Tuple tuple, int index, Class<?> wanted, Class<?> found) {
        return "field '" + tuple.getFields().get(index) + "' (position " + index + ") of a tuple from component '"
                + tuple.getSourceComponent() + "', stream '" + tuple.getSourceStreamId() + "': wanted "
                + wanted.getTypeName() + ", found " + found.getTypeName() + "; " + accessorFor(found);
    }

    private static String accessorFor(Class<?> found) {
        if (found == byte[].class) {
            return "read it with getBinary";
        }
        boolean boxed = Number.class.isAssignableFrom(found) || found == Boolean.class || found == String.class;
        if (boxed && found.getPackageName().equals("java.lang")) {
            return "read it with get" + found.getSimpleName();
        }
        return "read it with getValue and a cast";
    }
}

package dev.vendaval.worker.codec;

import dev.vendaval.api.ValueSerializer;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A worker's codec settings; makes the {@link ValueCodec} of each executor. Immutable, any thread. */
public final class ValueCodecs {
    /** Their forms are built in, and quicker than a look-up: a serializer for one would never be asked. */
    private static final Set<Class<?>> BUILT_IN = Set.of(
            Boolean.class,
            Byte.class,
            Short.class,
            Character.class,
            Integer.class,
            Long.class,
            Float.class,
            Double.class,
            String.class);

    private record Registered(Class<?> type, Constructor<?> serializer) {}

    private final ClassLoader userLoader;
    private final List<Registered> registered;
    private final long maxTupleBytes;

    /**
     * @param userLoader finds the classes of values and serializers
     * @param serializers {@code topology.serializers}: class name to ValueSerializer class name, the same in every worker
     * @param maxTupleBytes {@code topology.tuple.max.bytes}
     * @throws CodecException if a class named is not there or no serializer, saying which
     */
    public ValueCodecs(ClassLoader userLoader, Map<String, ?> serializers, long maxTupleBytes) {
        this.userLoader = userLoader;
        this.maxTupleBytes = maxTupleBytes;
        List<Registered> found = new ArrayList<>();
        // In the order of names, so that every worker gives them the same numbers.
        new TreeMap<>(serializers)
                .forEach((type, serializer) -> found.add(registered(type, String.valueOf(serializer))));
        this.registered = List.copyOf(found);
    }

    private Registered registered(String typeName, String serializerName) {
        String entry = "topology.serializers: " + typeName + " -> " + serializerName + ": ";
        try {
            Class<?> type = Class.forName(typeName, false, userLoader);
            Class<?> serializer = Class.forName(serializerName, false, userLoader);
            if (BUILT_IN.contains(type)) {
                throw new CodecException(entry + "values of this class are always written by the built-in codec");
            }
            if (!ValueSerializer.class.isAssignableFrom(serializer)) {
                throw new CodecException(entry + "the second is no " + ValueSerializer.class.getName());
            }
            return new Registered(type, serializer.getConstructor());
        } catch (ClassNotFoundException | LinkageError e) {
            throw new CodecException(entry + "class cannot be loaded: " + e, e);
        } catch (NoSuchMethodException e) {
            throw new CodecException(entry + "the serializer has no public constructor without parameters", e);
        }
    }

    /**
     * One for one executor, with serializers of its own.
     *
     * @throws CodecException if a serializer cannot be made
     */
    public ValueCodec newCodec() {
        List<UserFormat> userFormats = new ArrayList<>();
        for (Registered entry : registered) {
            userFormats.add(new UserFormat(userFormats.size(), entry.type(), instance(entry.serializer())));
        }
        return new ValueCodec(userLoader, userFormats, maxTupleBytes);
    }

    private static ValueSerializer<?> instance(Constructor<?> constructor) {
        String name = constructor.getDeclaringClass().getName();
        try {
            return (ValueSerializer<?>) constructor.newInstance();
        } catch (InvocationTargetException e) {
            throw new CodecException("serializer " + name + ": its constructor threw " + e.getCause(), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new CodecException("serializer " + name + " cannot be made: is it public? " + e, e);
        }
    }
}

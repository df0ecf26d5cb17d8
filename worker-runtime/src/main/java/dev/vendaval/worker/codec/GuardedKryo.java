package dev.vendaval.worker.codec;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import com.esotericsoftware.kryo.serializers.CollectionSerializer;
import com.esotericsoftware.kryo.serializers.DefaultSerializers;
import com.esotericsoftware.kryo.serializers.ExternalizableSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import com.esotericsoftware.kryo.serializers.MapSerializer;
import com.esotericsoftware.kryo.util.DefaultInstantiatorStrategy;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.objenesis.strategy.StdInstantiatorStrategy;

/**
 * Kryo for plain classes: no registration needed, references kept, users' own serializers respected inside, and every
 * class it meets is checked first: Kryo alone would leave out fields that it cannot reach, without a word.
 */
@SuppressWarnings({"rawtypes", "unchecked"}) // Kryo's own signatures are raw.
final class GuardedKryo extends Kryo {
    /** What the stack of an executor surely bears; Kryo needs several frames a level. */
    private static final int MAX_DEPTH = 1_000;

    GuardedKryo(ClassLoader userLoader, List<UserFormat> userFormats) {
        setRegistrationRequired(false);
        setReferences(true);
        setClassLoader(userLoader);
        setMaxDepth(MAX_DEPTH);
        setInstantiatorStrategy(new DefaultInstantiatorStrategy(new StdInstantiatorStrategy()));
        addJdkForms();
        for (UserFormat format : userFormats) {
            // In the order of their numbers, the same in every worker.
            register(format.type(), new UserSerializer(format));
        }
    }

    /** Kryo has them, but not by default. */
    private void addJdkForms() {
        addDefaultSerializer(URI.class, DefaultSerializers.URISerializer.class);
        addDefaultSerializer(Pattern.class, DefaultSerializers.PatternSerializer.class);
        addDefaultSerializer(AtomicBoolean.class, DefaultSerializers.AtomicBooleanSerializer.class);
        addDefaultSerializer(AtomicInteger.class, DefaultSerializers.AtomicIntegerSerializer.class);
        addDefaultSerializer(AtomicLong.class, DefaultSerializers.AtomicLongSerializer.class);
        addDefaultSerializer(AtomicReference.class, DefaultSerializers.AtomicReferenceSerializer.class);
        for (Object order : List.of(String.CASE_INSENSITIVE_ORDER, Collections.reverseOrder())) {
            addDefaultSerializer(order.getClass(), new Constant(order));
        }
    }

    @Override
    public Serializer getDefaultSerializer(Class type) {
        String refusal = PlainClasses.refusal(type);
        if (refusal != null) {
            throw PlainClasses.refused(type, refusal);
        }
        Serializer found = super.getDefaultSerializer(type);
        if (found instanceof JavaSerializer || found instanceof ExternalizableSerializer) {
            throw PlainClasses.refused(type, "it asks for Java serialization, which tuples are never read with");
        }
        boolean container = found.getClass() == CollectionSerializer.class || found.getClass() == MapSerializer.class;
        return container ? container(type, found) : found;
    }

    /** Kryo's last resort: field by field. */
    @Override
    protected Serializer newDefaultSerializer(Class type) {
        String refusal = PlainClasses.refusalByFields(type);
        if (refusal != null) {
            throw PlainClasses.refused(type, refusal);
        }
        return super.newDefaultSerializer(type);
    }

    /** Kryo fills an empty one: where it cannot make one, an equal container of another class comes out. */
    private static Serializer container(Class<?> type, Serializer found) {
        ContainerFormats.refuseStateBesideElements(type);
        if (canBeMadeEmpty(type)) {
            return found;
        }
        if (!ContainerFormats.fromJdk(type)) {
            throw PlainClasses.refused(type, "it is a container without a constructor without parameters");
        }
        return Map.class.isAssignableFrom(type) ? new CopiedMap() : new CopiedCollection();
    }

    private static boolean canBeMadeEmpty(Class<?> type) {
        if (ContainerFormats.fromJdk(type) && !Modifier.isPublic(type.getModifiers())) {
            return false;
        }
        return Arrays.stream(type.getConstructors()).anyMatch(constructor -> constructor.getParameterCount() == 0);
    }

    /** The one instance of a class. */
    private static final class Constant extends Serializer<Object> {
        private final Object value;

        Constant(Object value) {
            this.value = value;
        }

        @Override
        public void write(Kryo kryo, Output output, Object same) {}

        @Override
        public Object read(Kryo kryo, Input input, Class<? extends Object> type) {
            return value;
        }
    }

    /** JDK collections of private classes (views, wrappers). */
    private static final class CopiedCollection extends CollectionSerializer<Collection> {
        @Override
        protected Collection create(Kryo kryo, Input input, Class<? extends Collection> type, int size) {
            if (SortedSet.class.isAssignableFrom(type)) {
                return new TreeSet<>();
            }
            return Set.class.isAssignableFrom(type) ? new LinkedHashSet<>() : new ArrayList<>();
        }
    }

    /** JDK maps of private classes. */
    private static final class CopiedMap extends MapSerializer<Map> {
        @Override
        protected Map create(Kryo kryo, Input input, Class<? extends Map> type, int size) {
            return SortedMap.class.isAssignableFrom(type) ? new TreeMap<>() : new LinkedHashMap<>();
        }
    }

    /** A user's serializer for values inside plain objects. */
    private static final class UserSerializer extends Serializer<Object> {
        private static final int SCRATCH_BYTES = 256;

        private final UserFormat format;

        UserSerializer(UserFormat format) {
            this.format = format;
        }

        @Override
        public void write(Kryo kryo, Output output, Object value) {
            ByteOutput scratch = new ByteOutput(SCRATCH_BYTES);
            format.writeBody(value, scratch);
            output.writeInt(scratch.position());
            output.writeBytes(scratch.array(), 0, scratch.position());
        }

        @Override
        public Object read(Kryo kryo, Input input, Class<? extends Object> type) {
            byte[] body = input.readBytes(input.readInt());
            return format.readBody(new ByteInput().reset(body, 0, body.length));
        }
    }
}

package dev.vendaval.flux.object;

import java.lang.reflect.Array;
import java.lang.reflect.Executable;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** Types as reflection has them: their classes, their parameters, and how people write them. */
final class TypeNames {
    private static final Map<Class<?>, Class<?>> WRAPPERS = Map.of(
            boolean.class, Boolean.class,
            byte.class, Byte.class,
            short.class, Short.class,
            int.class, Integer.class,
            long.class, Long.class,
            float.class, Float.class,
            double.class, Double.class,
            char.class, Character.class);

    private TypeNames() {}

    /** The class that values of the type have; a type variable's is its bound. */
    static Class<?> classOf(Type type) {
        if (type instanceof Class<?> known) {
            return known;
        }
        if (type instanceof ParameterizedType parameterized) {
            return classOf(parameterized.getRawType());
        }
        if (type instanceof GenericArrayType array) {
            return Array.newInstance(classOf(array.getGenericComponentType()), 0)
                    .getClass();
        }
        if (type instanceof WildcardType wildcard) {
            return classOf(wildcard.getUpperBounds()[0]);
        }
        return type instanceof TypeVariable<?> variable ? classOf(variable.getBounds()[0]) : Object.class;
    }

    static Class<?> wrapped(Class<?> type) {
        return WRAPPERS.getOrDefault(type, type);
    }

    /** The parameter of a generic type, or Object. */
    static Type parameter(Type type, int index) {
        return type instanceof ParameterizedType parameterized && parameterized.getActualTypeArguments().length > index
                ? parameterized.getActualTypeArguments()[index]
                : Object.class;
    }

    static Type component(Type array) {
        if (array instanceof GenericArrayType generic) {
            return generic.getGenericComponentType();
        }
        return Objects.requireNonNull(classOf(array).getComponentType(), "not an array");
    }

    /** {@code Name(String, int...)}. */
    static String signature(String name, Executable executable) {
        Class<?>[] types = executable.getParameterTypes();
        String parameters = Arrays.stream(types).map(Class::getSimpleName).collect(Collectors.joining(", "));
        boolean varargs = executable.isVarArgs() && parameters.endsWith("[]");
        return name + "(" + (varargs ? parameters.substring(0, parameters.length() - 2) + "..." : parameters) + ")";
    }

    /** Generic where reflection tells it for every parameter. */
    static Type[] parameterTypes(Executable executable) {
        Type[] generic = executable.getGenericParameterTypes();
        return generic.length == executable.getParameterCount() ? generic : executable.getParameterTypes();
    }
}

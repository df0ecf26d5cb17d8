package dev.vendaval.worker.routing;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;

/**
 * Classes that override {@code hashCode} and {@code equals}: taken at their word, except where we can see that the word
 * differs from JVM to JVM. That is so for a field that is an enum: an enum's hashCode is its identity, {@code
 * Objects.hash} takes it, and nothing seems wrong while everything is in one JVM.
 */
final class OwnHash {
    private static final String REMEDY = "; use a record (hashed by its components), or group by other fields";

    private OwnHash() {}

    static ContentHash of(Class<?> type) {
        if (ContentHash.unstable(type) || !overrides(type, "hashCode") || !overrides(type, "equals", Object.class)) {
            return ContentHash.refusal(
                    type, "the class must override hashCode and equals by content, or be a record" + hint(type));
        }
        for (Class<?> part = type; part != null && part.getClassLoader() != null; part = part.getSuperclass()) {
            for (Field field : part.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers()) && hashedByIdentity(field.getGenericType())) {
                    return ContentHash.refusal(
                            type,
                            "its field " + field.getName() + " is an enum or a class, hashed by identity" + REMEDY);
                }
            }
        }
        return (value, depth) -> StableHash.salted(12, value.hashCode());
    }

    private static String hint(Class<?> type) {
        return type.getName().startsWith("java.util.concurrent.atomic.") ? "; emit the number in it" : "";
    }

    /**
     * Whether a record has a hashCode that somebody wrote, which is then to be respected: the one that the compiler makes
     * is final.
     */
    static boolean declaredIn(Class<?> recordType) {
        return Arrays.stream(recordType.getDeclaredMethods())
                .anyMatch(method -> method.getName().equals("hashCode")
                        && method.getParameterCount() == 0
                        && !Modifier.isFinal(method.getModifiers()));
    }

    private static boolean overrides(Class<?> type, String name, Class<?>... parameters) {
        try {
            Method method = type.getMethod(name, parameters);
            return method.getDeclaringClass() != Object.class;
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("every class has " + name, e);
        }
    }

    private static boolean hashedByIdentity(Type type) {
        if (type instanceof Class<?> raw) {
            return raw.isEnum() || raw == Class.class;
        }
        return type instanceof ParameterizedType generic
                && (generic.getRawType() == Class.class
                        || Arrays.stream(generic.getActualTypeArguments()).anyMatch(OwnHash::hashedByIdentity));
    }
}

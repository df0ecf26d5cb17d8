package dev.vendaval.api;

import java.io.Serializable;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Walks an object's graph as Java serialization does, breadth first, to find the way to an object that is not
 * serializable. Reads only fields that reflection may read, and gives up after {@link #OBJECTS_LOOKED_AT}.
 */
final class UnserializableField {
    private static final int OBJECTS_LOOKED_AT = 100_000;

    private record Step(Object object, String path) {}

    private final String wantedClass;
    private final Deque<Step> waiting = new ArrayDeque<>();
    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    private UnserializableField(String wantedClass) {
        this.wantedClass = wantedClass;
    }

    /** The path of fields from an object to one of the class named, empty if it is one itself, or null if none is found. */
    static @Nullable String find(Object root, String className) {
        return new UnserializableField(className).search(root);
    }

    private @Nullable String search(Object root) {
        visit(root, "");
        while (!waiting.isEmpty() && seen.size() < OBJECTS_LOOKED_AT) {
            Step step = waiting.remove();
            Object object = step.object();
            if (object.getClass().getName().equals(wantedClass) && !(object instanceof Serializable)) {
                return step.path();
            }
            visitParts(object, step.path());
        }
        return null;
    }

    private void visit(@Nullable Object object, String path) {
        if (object != null && seen.add(object)) {
            waiting.add(new Step(object, path));
        }
    }

    private void visitParts(Object object, String path) {
        if (object instanceof Object[]) {
            for (int i = 0; i < Array.getLength(object); i++) {
                visit(Array.get(object, i), path + "[" + i + "]");
            }
        } else if (isOfTheJdk(object) && object instanceof Collection<?> collection) {
            int i = 0;
            for (Object element : collection) {
                visit(element, path + "[" + i++ + "]");
            }
        } else if (isOfTheJdk(object) && object instanceof Map<?, ?> map) {
            map.forEach((key, value) -> {
                // Only keys known to be harmless are shown: toString of others is the user's code.
                String shown = key instanceof String || key instanceof Number ? key.toString() : "...";
                visit(key, path + "[key " + shown + "]");
                visit(value, path + "[" + shown + "]");
            });
        } else {
            visitFields(object, path);
        }
    }

    private static boolean isOfTheJdk(Object object) {
        return object.getClass().getName().startsWith("java.");
    }

    private void visitFields(Object object, String path) {
        Class<?> type = object.getClass();
        while (type != null && Serializable.class.isAssignableFrom(type)) {
            for (Field field : type.getDeclaredFields()) {
                int unwritten = Modifier.STATIC | Modifier.TRANSIENT;
                boolean written = (field.getModifiers() & unwritten) == 0
                        && !field.getType().isPrimitive();
                if (written && field.trySetAccessible()) {
                    visit(read(field, object), path.isEmpty() ? nameOf(field) : path + "." + nameOf(field));
                }
            }
            type = type.getSuperclass();
        }
    }

    /** What a lambda has captured, the compiler keeps in fields arg$1, arg$2 and so on. */
    private static String nameOf(Field field) {
        return field.getName().replace("arg$", "captured value ");
    }

    private static @Nullable Object read(Field field, Object object) {
        try {
            return field.get(object);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("made accessible just before: " + field, e);
        }
    }
}

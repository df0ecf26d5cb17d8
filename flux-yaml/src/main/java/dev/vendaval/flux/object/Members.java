package dev.vendaval.flux.object;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The names of a class's public members, for messages. */
final class Members {
    private Members() {}

    /** What {@code properties} can set. */
    static List<String> properties(Class<?> type) {
        Stream<String> setters = Arrays.stream(type.getMethods())
                .filter(method -> method.getParameterCount() == 1)
                .map(Method::getName)
                .filter(name -> name.startsWith("set") && name.length() > 3)
                .map(name -> name.substring(3, 4).toLowerCase(Locale.ROOT) + name.substring(4));
        Stream<String> fields = Arrays.stream(type.getFields())
                .filter(field -> !Modifier.isFinal(field.getModifiers()))
                .map(Field::getName);
        return Stream.concat(setters, fields).distinct().sorted().toList();
    }

    /** What {@code configMethods} can call; those of Object are left out. */
    static List<String> methods(Class<?> type) {
        return Arrays.stream(type.getMethods())
                .filter(method -> method.getDeclaringClass() != Object.class && !method.isSynthetic())
                .map(Method::getName)
                .distinct()
                .sorted()
                .toList();
    }
}

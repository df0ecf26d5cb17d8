package dev.vendaval.flux.object;

import dev.vendaval.api.naming.NearestName;
import dev.vendaval.flux.model.Argument;
import dev.vendaval.flux.model.Located;
import dev.vendaval.flux.model.ObjectModel;
import dev.vendaval.flux.problem.Location;
import dev.vendaval.flux.problem.Problems;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes the objects of a topology's description: components once each, when first referred to; so they may be defined
 * in any order. What cannot be made is told once, and whatever refers to it is left out without a further word. Used by
 * one thread.
 */
public final class ObjectMaker {
    private final Problems problems;
    private final ClassFinder classes;
    private final Invocations invocations;
    private final Map<String, ObjectModel> components = new HashMap<>();
    private final Map<String, Object> made = new HashMap<>();

    /** Components that could not be made, or are being made just now. */
    private final Set<String> unavailable = new HashSet<>();

    /**
     * Makes nothing yet.
     *
     * @param loader of the user's classes
     * @param knownClasses those of the user's jar, to name the nearest of one that is missing; may be empty
     * @param components that others refer to
     */
    public ObjectMaker(ClassLoader loader, List<String> knownClasses, List<ObjectModel> components, Problems problems) {
        this.problems = problems;
        this.classes = new ClassFinder(loader, knownClasses, problems);
        // Asked for components only after each has been made.
        this.invocations = new Invocations(
                new Overloads(new Coercion(loader, id -> Objects.requireNonNull(made.get(id)))), problems);
        components.forEach(component -> this.components.putIfAbsent(component.idText(), component));
    }

    /** Makes the components that nobody has referred to so far, so that what is wrong with them is told. */
    public void makeComponents() {
        components.keySet().forEach(this::component);
    }

    private @Nullable Object component(String id) {
        Object known = made.get(id);
        ObjectModel component = components.get(id);
        if (known != null || component == null || !unavailable.add(id)) {
            return known;
        }
        Object object = make(component);
        if (object != null) {
            made.put(id, object);
            unavailable.remove(id);
        }
        return object;
    }

    /**
     * The class whose constructor makes an object; null if a factory makes it, and if there is no such class, which has been
     * told.
     */
    public @Nullable Class<?> constructed(ObjectModel model) {
        Located<String> className = model.className();
        return className == null || model.factory() != null ? null : classes.find(className);
    }

    /** Makes an object, or returns null if that is not possible, which has been told. */
    public @Nullable Object make(ObjectModel model) {
        Located<String> className = model.className();
        Class<?> type = className == null ? null : classes.find(className);
        boolean complete = model.isReadable();
        for (Argument.Reference reference : model.references()) {
            complete &= component(reference.id()) != null;
        }
        if (className == null || type == null || !complete) {
            return null;
        }
        try {
            return complete(model, type, className.at());
        } catch (LinkageError | TypeNotPresentException e) {
            Linkage.tell(problems, className.at(), model.title(), e);
            return null;
        }
    }

    private @Nullable Object complete(ObjectModel model, Class<?> type, Location at) {
        int errorsBefore = problems.errorCount();
        Object object = model.factory() == null
                ? construct(model, type, at)
                : callFactory(model, type, Objects.requireNonNull(model.factory()));
        if (object == null) {
            return null;
        }
        model.properties().forEach(property -> set(model, object, property));
        model.calls().forEach(call -> call(model, object, call));
        return problems.errorCount() == errorsBefore ? object : null;
    }

    private @Nullable Object construct(ObjectModel model, Class<?> type, Location at) {
        if (type.isInterface() || Modifier.isAbstract(type.getModifiers())) {
            problems.error(
                    at,
                    type.getName() + " is " + (type.isInterface() ? "an interface" : "abstract"),
                    "name a class that " + (type.isInterface() ? "implements" : "extends") + " it, or a factory of it");
            return null;
        }
        List<Constructor<?>> constructors = List.of(type.getConstructors());
        if (constructors.isEmpty()) {
            problems.error(
                    at,
                    type.getName() + " has no public constructor",
                    type.isEnum()
                            ? "name a factory of it, such as valueOf"
                            : "name a factory of it: a public static method that makes the object");
            return null;
        }
        return invocations.construct(model.title(), constructors, model.constructorArguments(), at);
    }

    private @Nullable Object callFactory(ObjectModel model, Class<?> type, Located<String> factory) {
        List<Method> methods = methods(type, factory.value()).stream()
                .filter(method -> Modifier.isStatic(method.getModifiers()))
                .toList();
        if (methods.isEmpty()) {
            List<String> names = publicMethods(type)
                    .filter(method -> Modifier.isStatic(method.getModifiers()))
                    .map(Method::getName)
                    .distinct()
                    .sorted()
                    .toList();
            problems.error(
                    factory.at(),
                    type.getName() + " has no public static method '" + factory.value() + "'",
                    NearestName.hint("static methods", factory.value(), names));
            return null;
        }
        int errorsBefore = problems.errorCount();
        Object object = invocations.call(model.title(), null, methods, model.factoryArguments(), factory.at());
        if (object == null && problems.errorCount() == errorsBefore) {
            problems.error(
                    factory.at(), "factory '" + factory.value() + "' returned null", "it must return the object");
        }
        return object;
    }

    private void set(ObjectModel model, Object object, ObjectModel.Property property) {
        String name = property.name().value();
        Class<?> type = object.getClass();
        String setter = name.isEmpty() ? "set" : "set" + Character.toUpperCase(name.charAt(0)) + name.substring(1);
        List<Method> setters = methods(type, setter).stream()
                .filter(method -> method.getParameterCount() == 1)
                .toList();
        if (!setters.isEmpty()) {
            invocations.call(
                    model.title(),
                    object,
                    setters,
                    List.of(property.value()),
                    property.name().at());
            return;
        }
        Field field = Arrays.stream(type.getFields())
                .filter(candidate -> candidate.getName().equals(name))
                .findFirst()
                .orElse(null);
        if (field == null) {
            problems.error(
                    property.name().at(),
                    type.getName() + " has neither a public method " + setter + " nor a public field '" + name + "'",
                    NearestName.hint("properties", name, Members.properties(type)));
        } else if (Modifier.isFinal(field.getModifiers())) {
            problems.error(
                    property.name().at(),
                    "field '" + name + "' of " + type.getName() + " is final",
                    "give its value to the constructor");
        } else {
            invocations.set(model.title(), object, field, property.value());
        }
    }

    private void call(ObjectModel model, Object object, ObjectModel.Call call) {
        List<Method> methods = methods(object.getClass(), call.name().value());
        if (methods.isEmpty()) {
            problems.error(
                    call.name().at(),
                    object.getClass().getName() + " has no public method '" + call.name() + "'",
                    NearestName.hint("methods", call.name().value(), Members.methods(object.getClass())));
            return;
        }
        invocations.call(
                model.title(), object, methods, call.arguments(), call.name().at());
    }

    private static List<Method> methods(Class<?> type, String name) {
        return publicMethods(type)
                .filter(method -> method.getName().equals(name))
                .toList();
    }

    private static Stream<Method> publicMethods(Class<?> type) {
        return Arrays.stream(type.getMethods()).filter(method -> !method.isBridge() && !method.isSynthetic());
    }
}

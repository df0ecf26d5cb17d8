package dev.vendaval.flux.object;

import dev.vendaval.flux.model.Argument;
import dev.vendaval.flux.object.Overloads.Choice;
import dev.vendaval.flux.problem.Location;
import dev.vendaval.flux.problem.Problems;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Calls constructors and methods of the user's classes; what goes wrong is told at the place of the call. */
final class Invocations {
    private final Overloads overloads;
    private final Problems problems;

    Invocations(Overloads overloads, Problems problems) {
        this.overloads = overloads;
        this.problems = problems;
    }

    private interface Call {
        @Nullable
        Object run() throws ReflectiveOperationException;
    }

    @Nullable
    Object construct(String title, List<Constructor<?>> constructors, List<Argument> arguments, Location at) {
        String name = constructors.get(0).getDeclaringClass().getSimpleName();
        Choice.Chosen chosen = choose(title, name, "constructor", constructors, arguments, at);
        if (chosen == null) {
            return null;
        }
        Constructor<?> constructor = (Constructor<?>) chosen.executable();
        return run(title, TypeNames.signature(name, constructor), at, () -> {
            open(constructor);
            return constructor.newInstance(chosen.array());
        });
    }

    /** What the method returned, or null; also if it could not be called, which has been told. */
    @Nullable
    Object call(String title, @Nullable Object target, List<Method> methods, List<Argument> arguments, Location at) {
        String name = methods.get(0).getName();
        Choice.Chosen chosen = choose(title, name, "method", methods, arguments, at);
        if (chosen == null) {
            return null;
        }
        Method method = callable((Method) chosen.executable());
        return run(title, TypeNames.signature(name, method), at, () -> method.invoke(target, chosen.array()));
    }

    void set(String title, Object target, Field field, Argument value) {
        Conversion converted = overloads.convert(value, field.getGenericType());
        if (converted instanceof Conversion.Misfit misfit) {
            problems.error(
                    misfit.at(),
                    title + ": field '" + field.getName() + "' is given " + misfit.found(),
                    misfit.right());
        } else if (converted instanceof Conversion.Fit fit) {
            run(title, "field " + field.getName(), value.at(), () -> {
                open(field);
                field.set(target, fit.value());
                return target;
            });
        }
    }

    private Choice.@Nullable Chosen choose(
            String title,
            String name,
            String kind,
            List<? extends Executable> executables,
            List<Argument> arguments,
            Location at) {
        Choice choice = overloads.choose(executables, arguments);
        Location given = arguments.isEmpty() ? at : arguments.get(0).at();
        if (choice instanceof Choice.Chosen chosen) {
            return chosen;
        }
        if (choice instanceof Choice.Ambiguous ambiguous) {
            problems.error(
                    given,
                    title + ": " + Coercion.described(arguments) + " fits more than one " + kind + " equally well: "
                            + signatures(name, ambiguous.candidates()),
                    "make an argument of the type that is meant under components and refer to it by ref");
            return null;
        }
        List<Overloads.Rejection> rejections = ((Choice.None) choice).rejections();
        if (rejections.size() == 1) {
            Overloads.Rejection only = rejections.get(0);
            Conversion.Misfit misfit = only.misfit();
            problems.error(
                    misfit.at(),
                    title + ": " + TypeNames.signature(name, only.executable()) + " is given " + misfit.found(),
                    misfit.right() + others(name, executables, only.executable()));
            return null;
        }
        String why = rejections.stream()
                .map(rejection -> TypeNames.signature(name, rejection.executable()) + ": "
                        + rejection.misfit().right())
                .collect(Collectors.joining("; "));
        problems.error(
                given,
                title + ": no " + kind + " '" + name + "' takes " + Coercion.described(arguments),
                "candidates: " + (why.isEmpty() ? signatures(name, executables) : why));
        return null;
    }

    private static String others(String name, List<? extends Executable> all, Executable told) {
        List<? extends Executable> others =
                all.stream().filter(executable -> !executable.equals(told)).toList();
        return others.isEmpty() ? "" : " (or call " + signatures(name, others) + ")";
    }

    private static String signatures(String name, List<? extends Executable> executables) {
        return executables.stream()
                .map(executable -> TypeNames.signature(name, executable))
                .sorted()
                .collect(Collectors.joining(", "));
    }

    private @Nullable Object run(String title, String what, Location at, Call call) {
        try {
            return call.run();
        } catch (InvocationTargetException e) {
            Throwable thrown = Objects.requireNonNull(e.getCause());
            if (thrown instanceof VirtualMachineError fatal && !(thrown instanceof StackOverflowError)) {
                throw fatal;
            }
            problems.error(at, title + ": " + what + " threw " + thrown, Linkage.hint(thrown));
        } catch (ReflectiveOperationException | RuntimeException e) {
            problems.error(at, title + ": " + what + " cannot be called: " + e, "it and its class must be public");
        }
        return null;
    }

    /** A public member of a class that is not public can be called all the same. */
    private static void open(AccessibleObject member) {
        member.trySetAccessible();
    }

    /** The method itself; or, if its class belongs to the JDK's internals, the one of the interface that it implements. */
    private static Method callable(Method method) {
        Class<?> owner = method.getDeclaringClass();
        if (Modifier.isPublic(owner.getModifiers()) || method.trySetAccessible()) {
            return method;
        }
        for (Class<?> type = owner; type != null; type = type.getSuperclass()) {
            for (Class<?> declaring : type.getInterfaces()) {
                Method declared = declared(declaring, method);
                if (declared != null) {
                    return declared;
                }
            }
        }
        return method;
    }

    private static @Nullable Method declared(Class<?> type, Method wanted) {
        try {
            return type.getMethod(wanted.getName(), wanted.getParameterTypes());
        } catch (NoSuchMethodException e) {
            // It is not of this interface.
            return null;
        }
    }
}

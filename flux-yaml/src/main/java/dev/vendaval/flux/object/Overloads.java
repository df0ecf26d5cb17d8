package dev.vendaval.flux.object;

import dev.vendaval.flux.model.Argument;
import dev.vendaval.flux.object.Conversion.Fit;
import dev.vendaval.flux.object.Conversion.Misfit;
import java.lang.reflect.Executable;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Chooses among constructors or methods: the one whose every parameter is at least as near to what is given as any
 * other's. As in Java, those with a variable number of parameters are looked at only if none of the others fits.
 */
final class Overloads {
    private final Coercion coercion;

    Overloads(Coercion coercion) {
        this.coercion = coercion;
    }

    /** What came of it. */
    sealed interface Choice {
        /** This one, with these values. */
        record Chosen(Executable executable, List<@Nullable Object> values) implements Choice {
            Object[] array() {
                return values.toArray();
            }
        }

        /** None is nearer than all others. */
        record Ambiguous(List<Executable> candidates) implements Choice {}

        /** None takes what is given; why, for each with that many parameters. */
        record None(List<Rejection> rejections) implements Choice {}
    }

    /** Why one does not take what is given. */
    record Rejection(Executable executable, Misfit misfit) {}

    private record Candidate(Executable executable, List<@Nullable Object> values, List<Integer> distances) {}

    Conversion convert(Argument argument, Type type) {
        return coercion.convert(argument, type);
    }

    Choice choose(List<? extends Executable> executables, List<Argument> arguments) {
        List<Candidate> fixed = new ArrayList<>();
        List<Candidate> variable = new ArrayList<>();
        List<Rejection> rejections = new ArrayList<>();
        for (Executable executable : executables) {
            Type[] types = TypeNames.parameterTypes(executable);
            boolean isVariable = executable.isVarArgs() && arguments.size() >= types.length - 1;
            // Either way of giving the last ones may fail; told is the one that was meant.
            boolean asList = types.length == arguments.size()
                    && (!isVariable || arguments.get(types.length - 1) instanceof Argument.Elements);
            List<Rejection> unsaid = new ArrayList<>();
            if (types.length == arguments.size()) {
                tryEach(executable, types, arguments, fixed, asList ? rejections : unsaid);
            }
            if (isVariable) {
                tryVariable(executable, types, arguments, variable, asList ? unsaid : rejections);
            }
        }
        List<Candidate> candidates = fixed.isEmpty() ? variable : fixed;
        if (candidates.isEmpty()) {
            return new Choice.None(rejections);
        }
        for (Candidate candidate : candidates) {
            boolean nearest = candidates.stream()
                    .filter(other -> !other.executable().equals(candidate.executable()))
                    .allMatch(other -> isNearer(candidate, other));
            if (nearest) {
                return new Choice.Chosen(candidate.executable(), candidate.values());
            }
        }
        return new Choice.Ambiguous(
                candidates.stream().<Executable>map(Candidate::executable).toList());
    }

    private void tryEach(
            Executable executable,
            Type[] types,
            List<Argument> arguments,
            List<Candidate> fitting,
            List<Rejection> rejections) {
        List<@Nullable Object> values = new ArrayList<>();
        List<Integer> distances = new ArrayList<>();
        for (int i = 0; i < types.length; i++) {
            Conversion converted = coercion.convert(arguments.get(i), types[i]);
            if (converted instanceof Fit fit) {
                values.add(fit.value());
                distances.add(fit.distance());
            } else {
                rejections.add(new Rejection(executable, (Misfit) converted));
                return;
            }
        }
        fitting.add(new Candidate(executable, values, distances));
    }

    private void tryVariable(
            Executable executable,
            Type[] types,
            List<Argument> arguments,
            List<Candidate> fitting,
            List<Rejection> rejections) {
        int last = types.length - 1;
        List<Candidate> first = new ArrayList<>();
        Type[] fixedTypes = Arrays.copyOf(types, last);
        tryEach(executable, fixedTypes, arguments.subList(0, last), first, rejections);
        if (first.isEmpty()) {
            return;
        }
        Conversion rest = coercion.array(arguments.subList(last, arguments.size()), TypeNames.component(types[last]));
        if (rest instanceof Fit fit) {
            List<@Nullable Object> values = new ArrayList<>(first.get(0).values());
            List<Integer> distances = new ArrayList<>(first.get(0).distances());
            values.add(fit.value());
            distances.add(fit.distance());
            fitting.add(new Candidate(executable, values, distances));
        } else {
            rejections.add(new Rejection(executable, (Misfit) rest));
        }
    }

    private static boolean isNearer(Candidate one, Candidate other) {
        int common = Math.min(one.distances().size(), other.distances().size());
        boolean noFarther = IntStream.range(0, common)
                .allMatch(i -> one.distances().get(i) <= other.distances().get(i));
        boolean nearerSomewhere = IntStream.range(0, common)
                .anyMatch(i -> one.distances().get(i) < other.distances().get(i));
        return noFarther && (nearerSomewhere || isMoreSpecific(one.executable(), other.executable(), common));
    }

    /** Where the distances are the same: as Java has it, by the types of the parameters. */
    private static boolean isMoreSpecific(Executable one, Executable other, int common) {
        Class<?>[] types = one.getParameterTypes();
        Class<?>[] others = other.getParameterTypes();
        boolean assignable = IntStream.range(0, common)
                .allMatch(i -> TypeNames.wrapped(others[i]).isAssignableFrom(TypeNames.wrapped(types[i])));
        boolean different =
                IntStream.range(0, common).anyMatch(i -> TypeNames.wrapped(others[i]) != TypeNames.wrapped(types[i]));
        return assignable && (different || types.length > others.length || isPlainer(types, others, common));
    }

    /** {@code int} before {@code Integer}: what stands in a file is a plain value. */
    private static boolean isPlainer(Class<?>[] types, Class<?>[] others, int common) {
        boolean somewhere =
                IntStream.range(0, common).anyMatch(i -> types[i].isPrimitive() && !others[i].isPrimitive());
        return somewhere
                && IntStream.range(0, common).noneMatch(i -> !types[i].isPrimitive() && others[i].isPrimitive());
    }
}

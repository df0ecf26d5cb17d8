package dev.vendaval.flux.object;

import dev.vendaval.api.Config;
import dev.vendaval.api.Topology;
import dev.vendaval.api.naming.NearestName;
import dev.vendaval.flux.model.Located;
import dev.vendaval.flux.problem.Problems;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Has an object of the user's make the topology: by a method that takes a Config or a Map, or nothing. */
public record TopologyCall(Problems problems) {
    /** The topology, or null if there is none, which has been told. */
    public @Nullable Topology call(Object source, Located<String> name, Config config) {
        try {
            Method method = find(source.getClass(), name);
            return method == null ? null : call(source, method, name, config);
        } catch (LinkageError | TypeNotPresentException e) {
            Linkage.tell(problems, name.at(), "topologySource", e);
            return null;
        }
    }

    private @Nullable Topology call(Object source, Method method, Located<String> name, Config config) {
        try {
            method.trySetAccessible();
            Object made = method.getParameterCount() == 0 ? method.invoke(source) : method.invoke(source, config);
            if (made instanceof Topology topology) {
                return topology;
            }
            problems.error(name.at(), method.getName() + " returned null", "it must return a Topology");
        } catch (InvocationTargetException e) {
            Throwable thrown = Objects.requireNonNull(e.getCause());
            if (thrown instanceof VirtualMachineError fatal && !(thrown instanceof StackOverflowError)) {
                throw fatal;
            }
            problems.error(name.at(), "topologySource: " + method.getName() + " threw " + thrown, Linkage.hint(thrown));
        } catch (IllegalAccessException e) {
            problems.error(name.at(), method.getName() + " cannot be called: " + e, "it must be public");
        }
        return null;
    }

    private @Nullable Method find(Class<?> type, Located<String> name) {
        List<Method> named = Arrays.stream(type.getMethods())
                .filter(method -> method.getName().equals(name.value()) && !method.isBridge())
                .toList();
        Method best = named.stream()
                .filter(TopologyCall::makesTopology)
                .max(Comparator.comparingInt(TopologyCall::rank))
                .orElse(null);
        if (best == null) {
            String found = type.getName() + " has no public method '" + name
                    + "' that returns a dev.vendaval.api.Topology and takes a Config, a Map or nothing";
            List<String> suitable = Arrays.stream(type.getMethods())
                    .filter(TopologyCall::makesTopology)
                    .map(Method::getName)
                    .distinct()
                    .sorted()
                    .toList();
            problems.error(
                    name.at(),
                    found,
                    suitable.isEmpty()
                            ? "write 'public Topology " + name + "(Config config)'"
                            : "methodName: " + NearestName.hint("methods that do", name.value(), suitable));
        }
        return best;
    }

    private static boolean makesTopology(Method method) {
        boolean takesIt = method.getParameterCount() == 0
                || (method.getParameterCount() == 1 && method.getParameterTypes()[0].isAssignableFrom(Config.class));
        return takesIt && Topology.class.isAssignableFrom(method.getReturnType());
    }

    private static int rank(Method method) {
        if (method.getParameterCount() == 0) {
            return 0;
        }
        return method.getParameterTypes()[0] == Config.class ? 2 : 1;
    }
}

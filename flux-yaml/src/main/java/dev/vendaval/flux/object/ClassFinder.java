package dev.vendaval.flux.object;

import dev.vendaval.api.naming.NearestName;
import dev.vendaval.flux.model.Located;
import dev.vendaval.flux.problem.Problems;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the classes that a file names. */
final class ClassFinder {
    private static final String STORM = "org.apache.storm.";

    private final ClassLoader loader;
    private final List<String> knownClasses;
    private final Problems problems;

    /**
     * Finds classes with this loader.
     *
     * @param knownClasses those of the user's jar, to name the nearest of one that is missing
     */
    ClassFinder(ClassLoader loader, List<String> knownClasses, Problems problems) {
        this.loader = loader;
        this.knownClasses = List.copyOf(knownClasses);
        this.problems = problems;
    }

    /** The class, or null if there is none, which has been told. */
    @Nullable
    Class<?> find(Located<String> name) {
        try {
            return Class.forName(name.value().strip(), false, loader);
        } catch (ClassNotFoundException e) {
            problems.error(name.at(), "there is no class " + name.value(), hint(name.value()));
        } catch (LinkageError e) {
            problems.error(
                    name.at(),
                    "class " + name.value() + " cannot be loaded: " + e,
                    "the jar must have all it needs but the JDK, dev.vendaval.api and SLF4J");
        }
        return null;
    }

    private String hint(String wanted) {
        if (wanted.startsWith(STORM)) {
            return "classes of Storm's are not here; name one of yours that implements an interface of dev.vendaval.api";
        }
        String simple = simpleName(wanted);
        List<String> sameName = knownClasses.stream()
                .filter(known -> simpleName(known).equals(simple))
                .toList();
        String near = sameName.isEmpty() ? NearestName.of(wanted, knownClasses).orElse("") : sameName.get(0);
        if (near.isEmpty()) {
            List<String> simpleNames =
                    knownClasses.stream().map(ClassFinder::simpleName).toList();
            String nearSimple = NearestName.of(simple, simpleNames).orElse("");
            near = nearSimple.isEmpty() ? "" : knownClasses.get(simpleNames.indexOf(nearSimple));
        }
        return (near.isEmpty() ? "" : "did you mean " + near + "? ")
                + "write the full name with its package (Outer$Nested for a nested class) of a class in your jar";
    }

    private static String simpleName(String className) {
        return className.substring(Math.max(className.lastIndexOf('.'), className.lastIndexOf('$')) + 1);
    }
}

package dev.vendaval.cli.run;

import dev.vendaval.api.SubmitException;
import dev.vendaval.api.naming.NearestName;
import dev.vendaval.cli.console.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.jar.JarFile;

/**
 * A user's jar, known to be one.
 *
 * @param classNames of its top-level classes
 */
public record UserJar(Path path, List<String> classNames) {
    private static final String CLASS_SUFFIX = ".class";
    private static final String RIGHT = "give the jar that your build made, such as target/app-1.0.jar";
    private static final int SHOWN_NAMES = 3;

    /** The jar, if it is one; every way in which it is not is told with what would be right. */
    public static UserJar check(Path path) {
        return check(path, RIGHT);
    }

    /**
     * The jar, if it is one.
     *
     * @param hint what to say of a file that is none
     */
    static UserJar check(Path path, String hint) {
        if (!Files.isRegularFile(path)) {
            String found = Files.isDirectory(path) ? "is a directory" : "is not there";
            throw CommandFailure.of(SubmitException.Code.USAGE, "the jar " + path + " " + found, RIGHT);
        }
        try (JarFile jar = new JarFile(path.toFile())) {
            List<String> classNames = jar.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.endsWith(CLASS_SUFFIX) && !name.contains("$") && !name.startsWith("META-INF/"))
                    .map(name -> name.substring(0, name.length() - CLASS_SUFFIX.length())
                            .replace('/', '.'))
                    .toList();
            return new UserJar(path, classNames);
        } catch (IOException e) {
            throw CommandFailure.of(SubmitException.Code.USAGE, path + " is not a jar: " + e.getMessage(), hint, e);
        }
    }

    /** The classes whose names are nearest. */
    String hintFor(String className) {
        String wanted = simpleName(className);
        List<String> nearest = classNames.stream()
                .sorted(Comparator.comparingInt(name -> NearestName.distance(wanted, simpleName(name))))
                .limit(SHOWN_NAMES)
                .toList();
        return nearest.isEmpty()
                ? "it has no classes at all"
                : "write the full name with its package; the nearest are " + String.join(", ", nearest);
    }

    private static String simpleName(String className) {
        return className.substring(className.lastIndexOf('.') + 1);
    }
}

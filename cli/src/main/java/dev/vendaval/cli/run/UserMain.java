package dev.vendaval.cli.run;

import dev.vendaval.api.SubmissionBackend;
import dev.vendaval.api.SubmitException;
import dev.vendaval.cli.console.CommandFailure;
import dev.vendaval.cli.console.Session;
import dev.vendaval.cli.console.StackText;
import dev.vendaval.worker.loader.UserClassLoader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The {@code main} of a class in a user's jar, loaded as workers load it: what it cannot see here, it could not see
 * there either. Used by one thread, which is also the one that main runs on.
 */
final class UserMain implements Program {
    private final String className;
    private final UserClassLoader loader;
    private final Method main;
    private final List<String> arguments;

    private UserMain(String className, UserClassLoader loader, Method main, List<String> arguments) {
        this.className = className;
        this.loader = loader;
        this.main = main;
        this.arguments = arguments;
    }

    /** Finds the main method; every way in which the command line can be wrong is told with what would be right. */
    static UserMain load(Path jar, String className, List<String> arguments) {
        UserJar checked = UserJar.check(jar, "the jar comes before the class");
        ClassWord.check(className, arguments);
        UserClassLoader loader = UserClassLoader.of(List.of(jar));
        return new UserMain(className, loader, main(className, load(className, loader, checked)), arguments);
    }

    private static Class<?> load(String className, ClassLoader loader, UserJar jar) {
        try {
            return Class.forName(className, false, loader);
        } catch (ClassNotFoundException e) {
            throw CommandFailure.of(
                    SubmitException.Code.USAGE,
                    "there is no class " + className + " in " + jar.path(),
                    jar.hintFor(className),
                    e);
        } catch (LinkageError e) {
            throw thrown(className, e);
        }
    }

    private static Method main(String className, Class<?> type) {
        try {
            Method main = type.getMethod("main", String[].class);
            if (Modifier.isStatic(main.getModifiers()) && main.getReturnType() == void.class) {
                // The class itself need not be public.
                main.setAccessible(true);
                return main;
            }
        } catch (NoSuchMethodException e) {
            throw noMain(className, e);
        } catch (LinkageError e) {
            throw thrown(className, e);
        }
        throw noMain(className, null);
    }

    private static CommandFailure noMain(String className, @Nullable Exception cause) {
        String message = "class " + className + " has no public static void main(String[])";
        String hint = "name the class whose main submits the topology";
        return cause == null
                ? CommandFailure.of(SubmitException.Code.USAGE, message, hint)
                : CommandFailure.of(SubmitException.Code.USAGE, message, hint, cause);
    }

    @Override
    public String title() {
        return "main of " + className;
    }

    @Override
    public ClassLoader loader() {
        return loader;
    }

    @Override
    public void run(SubmissionBackend backend, PrintStream output, Runnable after) {
        Program.inUsersPlace(loader, backend, output, () -> {
            callMain();
            after.run();
        });
    }

    private void callMain() {
        try {
            main.invoke(null, (Object) arguments.toArray(String[]::new));
        } catch (InvocationTargetException e) {
            throw thrown(className, e.getTargetException());
        } catch (IllegalAccessException e) {
            throw noMain(className, e);
        }
    }

    private static CommandFailure thrown(String className, Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SubmitException refused) {
                return CommandFailure.from(refused);
            }
        }
        String hint = null;
        if (thrown instanceof NoClassDefFoundError || thrown instanceof ClassNotFoundException) {
            hint = "the jar must have all it needs but the JDK, dev.vendaval.api and SLF4J: shade it";
        }
        String what = thrown.getMessage() == null ? thrown.getClass().getName() : thrown.toString();
        return CommandFailure.userCode(
                "main of " + className + " threw " + what, hint, StackText.ofMain(thrown, className), thrown);
    }

    /** Where a user's System.out belongs: with --json stdout is for the one document. */
    static PrintStream outputFor(Session session) {
        return session.json() ? session.err() : session.out();
    }

    @Override
    public void close() {
        try {
            loader.close();
        } catch (IOException e) {
            // Read-only files: nothing is lost, and the process is about to end.
            throw new UncheckedIOException("cannot close the jar", e);
        }
    }
}

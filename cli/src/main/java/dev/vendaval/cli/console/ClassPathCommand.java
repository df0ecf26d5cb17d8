package dev.vendaval.cli.console;

import java.io.File;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code vendaval classpath}. */
@Command(
        name = "classpath",
        customSynopsis = "vendaval classpath",
        description = "Prints the class path of this command, for compiling or for starting a JVM by hand.",
        footer = {"", "Example:", "  javac -cp \"$(vendaval classpath)\" MyTopology.java"})
public final class ClassPathCommand implements Callable<Integer> {
    private final Session session;

    public ClassPathCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        String classPath = System.getProperty("java.class.path");
        session.print(Map.of("classpath", List.of(classPath.split(File.pathSeparator))), () -> classPath);
        return ExitCode.DONE;
    }
}

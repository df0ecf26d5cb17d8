package dev.vendaval.supervisor.launch;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/**
 * Starts each worker as a JVM of its own, a child of this process, with this JVM's Java and class
 * path. Stateless; any thread. Deliberately sets no collector: the JVM's default fits most hosts, and
 * a topology can choose with topology.worker.jvm.options.
 */
public final class ProcessWorkerLauncher implements WorkerLauncher {
    /** From here on the JVM warns of what gRPC and Kryo do; the worker runs on the Java of this process. */
    private static final int FIRST_JAVA_THAT_WARNS = 24;

    private static final List<String> ALLOWED_WITHOUT_WARNING =
            List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");

    /** Modules do not know each other, so the worker's main class is known by name alone. */
    private static final String WORKER_MAIN = "dev.vendaval.worker.WorkerMain";

    private final Path javaHome;
    private final String classPath;
    private final String mainClass;

    /** Launches {@code mainClass} from {@code classPath} with the Java of {@code javaHome}. */
    public ProcessWorkerLauncher(Path javaHome, String classPath, String mainClass) {
        this.javaHome = javaHome;
        this.classPath = absolute(classPath);
        this.mainClass = mainClass;
    }

    /** Launches the worker's main class with Java and class path of this JVM. */
    public static ProcessWorkerLauncher ofThisJvm() {
        return new ProcessWorkerLauncher(
                Path.of(System.getProperty("java.home")), System.getProperty("java.class.path"), WORKER_MAIN);
    }

    /** A worker has a directory of its own, where relative entries would lead nowhere. */
    static String absolute(String classPath) {
        return Arrays.stream(classPath.split(File.pathSeparator, -1))
                .filter(entry -> !entry.isEmpty())
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    @Override
    public WorkerHandle launch(LaunchRequest request) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command(request));
        // As variable, not as option: it keeps the command line short enough to be read and searched.
        builder.environment().put("CLASSPATH", classPath);
        builder.directory(request.directory().toFile());
        builder.redirectErrorStream(true);
        builder.redirectOutput(
                ProcessBuilder.Redirect.appendTo(request.logFile().toFile()));
        Process process = builder.start();
        process.getOutputStream().close();
        return new ChildProcess(process);
    }

    List<String> command(LaunchRequest request) {
        List<String> command = new ArrayList<>();
        command.add(javaHome.resolve("bin").resolve("java").toString());
        // First, so that a leftover is recognised however long the options are.
        command.add("-Dvendaval.role=worker");
        command.add("-Dvendaval.topology=" + request.topologyId());
        command.add("-Dvendaval.port=" + request.port());
        command.add("-Xmx" + request.heapBytes());
        command.add("-XX:+ExitOnOutOfMemoryError");
        command.add("-XX:ErrorFile=" + request.logFile().resolveSibling("hs_err_%p.log"));
        if (Runtime.version().feature() >= FIRST_JAVA_THAT_WARNS) {
            command.addAll(ALLOWED_WITHOUT_WARNING);
        }
        command.addAll(request.jvmOptions());
        command.add(mainClass);
        command.addAll(List.of("--supervisor", request.supervisor().toString()));
        command.addAll(List.of("--host", request.host()));
        command.addAll(List.of("--incarnation", request.incarnation().toString()));
        command.addAll(List.of("--code-dir", request.directory().toString()));
        return command;
    }

    private record ChildProcess(Process process) implements WorkerHandle {
        @Override
        public long pid() {
            return process.pid();
        }

        @Override
        public CompletableFuture<Integer> onExit() {
            return process.onExit().thenApply(Process::exitValue);
        }

        @Override
        public void destroy() {
            process.destroy();
        }

        @Override
        public void destroyForcibly() {
            process.destroyForcibly();
        }
    }
}

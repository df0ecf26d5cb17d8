package dev.vendaval.supervisor.launch;

import dev.vendaval.supervisor.archive.ClassArchive;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Starts each worker as a JVM of its own, a child of this process, with this JVM's Java and class
 * path. Stateless; any thread. What every worker's JVM gets is told by {@link JvmFlags}.
 */
public final class ProcessWorkerLauncher implements WorkerLauncher {
    /** Modules do not know each other, so the worker's main class is known by name alone. */
    private static final String WORKER_MAIN = "dev.vendaval.worker.WorkerMain";

    private final Path javaHome;
    private final String classPath;
    private final String mainClass;
    private final Supplier<List<String>> archiveOptions;

    /**
     * Launches {@code mainClass} from {@code classPath} with the Java of {@code javaHome}.
     *
     * @param archiveOptions asked at each launch: those that have a JVM use the class-data archive there is
     */
    public ProcessWorkerLauncher(
            Path javaHome, String classPath, String mainClass, Supplier<List<String>> archiveOptions) {
        this.javaHome = javaHome;
        this.classPath = ClassArchive.absolute(classPath);
        this.mainClass = mainClass;
        this.archiveOptions = archiveOptions;
    }

    /** Launches the worker's main class with Java and class path of this JVM. */
    public static ProcessWorkerLauncher ofThisJvm(Supplier<List<String>> archiveOptions) {
        return new ProcessWorkerLauncher(
                Path.of(System.getProperty("java.home")),
                System.getProperty("java.class.path"),
                WORKER_MAIN,
                archiveOptions);
    }

    @Override
    public WorkerHandle launch(LaunchRequest request) throws IOException {
        HeapDumps.makeRoom(request);
        ProcessBuilder builder = new ProcessBuilder(command(request));
        // As variable, not as option: it keeps the command line short enough to be read and searched.
        builder.environment().put("CLASSPATH", classPath);
        builder.directory(request.directory().toFile());
        builder.redirectErrorStream(true);
        builder.redirectOutput(
                ProcessBuilder.Redirect.appendTo(request.logFile().toFile()));
        Process process = builder.start();
        process.getOutputStream().close();
        return new ChildProcess(process, ProcessBirth.of(process.pid()).orElse(""));
    }

    @Override
    public Optional<WorkerHandle> find(long pid, String birth) {
        return AdoptedProcess.find(pid, birth);
    }

    List<String> command(LaunchRequest request) {
        List<String> command = new ArrayList<>();
        command.add(javaHome.resolve("bin").resolve("java").toString());
        // First, so that a leftover is recognised however long the options are.
        command.add("-Dvendaval.role=worker");
        command.add("-Dvendaval.topology=" + request.topologyId());
        command.add("-Dvendaval.port=" + request.port());
        command.add("-Xmx" + request.heapBytes());
        command.add("-XX:ErrorFile=" + request.logFile().resolveSibling("hs_err_%p.log"));
        command.addAll(HeapDumps.options(request));
        command.addAll(JvmFlags.ofWorkers(Runtime.version().feature()));
        command.addAll(archiveOptions.get());
        command.addAll(request.jvmOptions());
        command.add(mainClass);
        command.addAll(List.of("--supervisor", request.supervisor().toString()));
        command.addAll(List.of("--host", request.host()));
        command.addAll(List.of("--incarnation", request.incarnation().toString()));
        command.addAll(List.of("--code-dir", request.directory().toString()));
        return command;
    }

    private record ChildProcess(Process process, String birth) implements WorkerHandle {
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

package dev.vendaval.tests.chaos;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A worker's process as the operating system shows it, whoever its parent is. */
record WorkerProcess(long pid, String topologyId, int port, String supervisor) {
    private static final Path PROCESSES = Path.of("/proc");

    /** Those of a cluster whose supervisors keep their files in directories, named after them, below this one. */
    static List<WorkerProcess> of(Path cluster) throws IOException {
        List<WorkerProcess> workers = new ArrayList<>();
        try (Stream<Path> entries = Files.list(PROCESSES)) {
            for (Path entry : entries.filter(
                            entry -> entry.getFileName().toString().matches("\\d+"))
                    .toList()) {
                parse(Long.parseLong(entry.getFileName().toString()), commandLine(entry), cluster)
                        .ifPresent(workers::add);
            }
        }
        return workers;
    }

    boolean isAlive() {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
    }

    private static List<String> commandLine(Path process) {
        try {
            byte[] bytes = Files.readAllBytes(process.resolve("cmdline"));
            return List.of(new String(bytes, StandardCharsets.UTF_8).split("\0"));
        } catch (IOException e) {
            return List.of(); // It has ended meanwhile.
        }
    }

    private static Optional<WorkerProcess> parse(long pid, List<String> command, Path cluster) {
        int codeDirectory = command.indexOf("--code-dir") + 1;
        if (codeDirectory == 0
                || !command.contains("-Dvendaval.role=worker")
                || !Path.of(command.get(codeDirectory)).startsWith(cluster)) {
            return Optional.empty();
        }
        Path supervisor =
                cluster.relativize(Path.of(command.get(codeDirectory))).getName(0);
        return Optional.of(new WorkerProcess(
                pid,
                option(command, "-Dvendaval.topology="),
                Integer.parseInt(option(command, "-Dvendaval.port=")),
                supervisor.toString()));
    }

    private static String option(List<String> command, String prefix) {
        return command.stream()
                .filter(word -> word.startsWith(prefix))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + prefix + " in " + command))
                .substring(prefix.length());
    }
}

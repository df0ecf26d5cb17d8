package dev.vendaval.tests.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What the kernel says about a submission's worker processes together. */
final class WorkerProcesses {
    private final List<ProcessHandle> processes;

    WorkerProcesses(List<ProcessHandle> processes) {
        this.processes = List.copyOf(processes);
    }

    /** User and system time since they began, from {@code /proc/<pid>/stat}. */
    long cpuNanos() {
        return processes.stream()
                .mapToLong(process -> process.info()
                        .totalCpuDuration()
                        .orElseThrow(() -> ended(process))
                        .toNanos())
                .sum();
    }

    private static IllegalStateException ended(ProcessHandle process) {
        return new IllegalStateException("worker process " + process.pid() + " ended while it was measured");
    }

    /** Resident memory of the largest of them now, from {@code /proc/<pid>/status}. */
    long largestResidentBytes() {
        return processes.stream()
                .mapToLong(WorkerProcesses::residentBytes)
                .max()
                .orElse(0);
    }

    private static long residentBytes(ProcessHandle process) {
        try (Stream<String> lines = Files.lines(Path.of("/proc", String.valueOf(process.pid()), "status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                    .sum();
        } catch (NoSuchFileException e) {
            throw ended(process);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The JVM flags of the first: what of its command line begins with -X. */
    List<String> jvmFlags() {
        if (processes.isEmpty()) {
            return List.of();
        }
        try {
            byte[] line = Files.readAllBytes(
                    Path.of("/proc", String.valueOf(processes.get(0).pid()), "cmdline"));
            return Stream.of(new String(line, StandardCharsets.UTF_8).split("\0"))
                    .filter(argument -> argument.startsWith("-X") && !argument.contains("/"))
                    .distinct()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int count() {
        return processes.size();
    }
}

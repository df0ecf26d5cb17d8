package dev.vendaval.supervisor.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What tells a process from an earlier or later one with the same id. On Linux the boot and the clock tick of its start,
 * which no step of the wall clock changes; elsewhere the instant that the JVM tells. A process that has ended
 * and that nobody has collected (a zombie) counts as gone: after its supervisor's death that may be for ever.
 */
final class ProcessBirth {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessBirth.class);
    private static final Path PROCESSES = Path.of("/proc");
    private static final Path BOOT = PROCESSES.resolve("sys/kernel/random/boot_id");

    private static final String UNKNOWN_BOOT = "?";

    /** In /proc/PID/stat, counted from the state, which follows the name. */
    private static final int STATE = 0;

    private static final int START_TICK = 19;

    private ProcessBirth() {}

    /** Of a living process; empty if it is gone, or if this system does not tell. */
    static Optional<String> of(long pid) {
        if (!Files.exists(PROCESSES.resolve("self/stat"))) {
            return ProcessHandle.of(pid)
                    .flatMap(process -> process.info().startInstant())
                    .map(start -> "at/" + start.toEpochMilli());
        }
        return stat(pid).filter(stat -> !hasEnded(stat[STATE])).map(stat -> boot() + "/" + stat[START_TICK]);
    }

    /**
     * Whether the process that was born so is gone for certain. What cannot be read now (no file handle is free, say) is
     * no proof: who asks, asks again.
     */
    static boolean isGone(long pid, String birth) {
        if (!Files.exists(PROCESSES.resolve("self/stat"))) {
            return !of(pid).equals(Optional.of(birth));
        }
        try {
            return !isOf(read(pid), birth);
        } catch (NoSuchFileException e) {
            return true;
        } catch (IOException e) {
            LOG.warn("whether process {} lives cannot be seen now: {}", pid, e.toString());
            return false;
        }
    }

    private static boolean isOf(String[] stat, String birth) {
        if (stat.length <= START_TICK || hasEnded(stat[STATE])) {
            return false;
        }
        String boot = boot();
        return boot.equals(UNKNOWN_BOOT)
                ? birth.endsWith("/" + stat[START_TICK])
                : birth.equals(boot + "/" + stat[START_TICK]);
    }

    /** Whether it is stopped by a signal, so that it answers nobody. */
    static boolean isStopped(long pid) {
        return stat(pid).filter(stat -> stat[STATE].equals("T")).isPresent();
    }

    private static boolean hasEnded(String state) {
        return state.equals("Z") || state.equals("X");
    }

    private static Optional<String[]> stat(long pid) {
        try {
            String[] fields = read(pid);
            return fields.length > START_TICK ? Optional.of(fields) : Optional.empty();
        } catch (IOException e) {
            LOG.trace("process {} is gone", pid, e);
            return Optional.empty();
        }
    }

    private static String[] read(long pid) throws IOException {
        String text = Files.readString(PROCESSES.resolve(Long.toString(pid)).resolve("stat"));
        // The name may hold anything, blanks and parentheses too.
        return text.substring(text.lastIndexOf(')') + 2).split(" ", -1);
    }

    private static String boot() {
        try {
            return Files.readString(BOOT).strip();
        } catch (IOException e) {
            LOG.debug("this system does not tell its boot", e);
            return UNKNOWN_BOOT;
        }
    }
}

package dev.vendaval.tests.chaos;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a short command of the system, {@code ip} or {@code kill}. */
final class Shell {
    private static final int SECONDS = 10;

    private Shell() {}

    /** Runs it; one that fails is an error that has its output. */
    static void run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (exit(process, command) != 0) {
            throw new IOException(String.join(" ", command) + ": " + output.trim());
        }
    }

    /** Whether it can be run here and succeeds. */
    static boolean succeeds(String... command) {
        try {
            run(command);
            return true;
        } catch (IOException e) {
            return false; // That is the answer.
        }
    }

    static void signal(String signal, long pid) throws IOException {
        run("kill", "-" + signal, String.valueOf(pid));
    }

    private static int exit(Process process, String... command) {
        try {
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(List.of(command) + " did not end within " + SECONDS + " s");
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted during " + List.of(command), e);
        }
    }
}

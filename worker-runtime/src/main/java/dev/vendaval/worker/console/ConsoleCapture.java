package dev.vendaval.worker.console;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The worker process's one way out: the log, on standard output. */
public final class ConsoleCapture {
    private static final String LOGGING_FILE_PROPERTY = "logback.configurationFile";

    private ConsoleCapture() {}

    /**
     * Sets up logging, unless the command line has, and sends {@code System.out} and {@code
     * System.err} into it. Called first of all by the worker's main: no class that logs may be
     * initialized before.
     */
    public static void install() {
        if (System.getProperty(LOGGING_FILE_PROPERTY) == null) {
            WorkerLogging.install();
        }
        System.setOut(stream("stdout"));
        System.setErr(stream("stderr"));
    }

    private static PrintStream stream(String name) {
        Logger log = LoggerFactory.getLogger(name);
        return new PrintStream(new LineStream(log::info), true, StandardCharsets.UTF_8);
    }
}

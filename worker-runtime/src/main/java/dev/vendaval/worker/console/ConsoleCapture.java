package dev.vendaval.worker.console;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.slf4j.LoggerFactory;

/**
 * Puts {@code System.out} and {@code System.err} of this process behind {@link PrefixedStream}s, so
 * that each line a component prints names the component and task. Logging keeps the real stream.
 */
public final class ConsoleCapture {
    private ConsoleCapture() {}

    /** Called once, by the worker's main, before any user code runs. */
    public static void install() {
        // Logging must have taken hold of the real stream before it is replaced.
        LoggerFactory.getILoggerFactory();
        PrintStream log = System.out;
        System.setOut(new PrintStream(new PrefixedStream(log), true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(new PrefixedStream(log), true, StandardCharsets.UTF_8));
    }
}

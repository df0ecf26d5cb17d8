package dev.vendaval.worker.console;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import org.slf4j.LoggerFactory;

/**
 * Logging of worker processes: everything from INFO on, to standard output. In code and not in a file of Logback's,
 * because reading XML is a fifth of the time that a worker needs to start.
 */
final class WorkerLogging {
    /**
     * {@code vendaval logs} relies on the date at a line's beginning and on [component-task] being the first bracket of
     * a component's line.
     */
    private static final String PATTERN = "%d{\"yyyy-MM-dd'T'HH:mm:ss.SSS\"} %-5level"
            + " %replace([%X{component:-}-%X{task:-}] ){'^\\[-\\] $', ''}%thread %logger{0}: %msg%n";

    private WorkerLogging() {}

    static void install() {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(PATTERN);
        encoder.start();
        StandardOutputAppender log = new StandardOutputAppender();
        log.setContext(context);
        log.setName("log");
        log.setEncoder(encoder);
        log.start();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.INFO);
        root.addAppender(log);
        context.getLogger("io.grpc").setLevel(Level.WARN);
    }
}

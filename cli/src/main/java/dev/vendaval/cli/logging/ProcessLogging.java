package dev.vendaval.cli.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeAndTimeBasedRollingPolicy;
import ch.qos.logback.core.util.FileSize;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.slf4j.LoggerFactory;

/** The three ways in which processes of this module log. Called once, by the main thread, before anything else runs. */
public final class ProcessLogging {
    private static final String FILE_PATTERN =
            "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level [%thread] %logger{25} - %msg%n";
    private static final String CONSOLE_PATTERN = "%-5level %logger{0} - %msg%n";
    private static final FileSize FILE_SIZE = new FileSize(100 * FileSize.MB_COEFFICIENT);
    private static final FileSize TOTAL_SIZE = new FileSize(FileSize.GB_COEFFICIENT);

    /** Not all of dev.vendaval: the examples log as a user does. */
    private static final List<String> RUNTIME_AND_LIBRARIES = List.of(
            "dev.vendaval.worker",
            "dev.vendaval.nimbus",
            "dev.vendaval.supervisor",
            "dev.vendaval.protocol",
            "dev.vendaval.client",
            "dev.vendaval.local",
            "dev.vendaval.cli",
            "org.apache",
            "io.grpc");

    /** Held here: java.util.logging forgets the level of a logger that nobody holds. */
    private static final java.util.logging.Logger GRPC = java.util.logging.Logger.getLogger("io.grpc");

    private ProcessLogging() {}

    /** A command: only warnings, on stderr. Of gRPC's failures it tells the user in its own words. */
    public static void ofCommand() {
        GRPC.setLevel(java.util.logging.Level.OFF);
        LoggerContext context = emptied();
        root(context, Level.WARN).addAppender(stderr(context));
    }

    /** A topology in this JVM: what the user logs, and warnings of ours, on stderr. */
    public static void ofLocalRun() {
        LoggerContext context = emptied();
        root(context, Level.INFO).addAppender(stderr(context));
        RUNTIME_AND_LIBRARIES.forEach(name -> context.getLogger(name).setLevel(Level.WARN));
        // At the end the daemons leave one after the other, which is no news to a user who sees only a topology.
        context.getLogger("dev.vendaval.nimbus").setLevel(Level.ERROR);
    }

    /** A daemon: to its file, rolled daily and by size, kept as long as {@code log.retention} says. */
    public static void ofDaemon(Path file, Duration retention) {
        LoggerContext context = emptied();
        root(context, Level.INFO).addAppender(rolling(context, file, retention));
        // One line for each connection and session would be most of the log.
        context.getLogger("org.apache.zookeeper").setLevel(Level.WARN);
        context.getLogger("org.apache.curator").setLevel(Level.WARN);
    }

    private static LoggerContext emptied() {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        return context;
    }

    private static Logger root(LoggerContext context, Level level) {
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(level);
        return root;
    }

    private static Appender<ILoggingEvent> stderr(LoggerContext context) {
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(context);
        appender.setTarget("System.err");
        appender.setEncoder(encoder(context, CONSOLE_PATTERN));
        appender.start();
        return appender;
    }

    private static Appender<ILoggingEvent> rolling(LoggerContext context, Path file, Duration retention) {
        RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
        appender.setContext(context);
        appender.setFile(file.toString());
        appender.setEncoder(encoder(context, FILE_PATTERN));
        SizeAndTimeBasedRollingPolicy<ILoggingEvent> policy = new SizeAndTimeBasedRollingPolicy<>();
        policy.setContext(context);
        policy.setParent(appender);
        policy.setFileNamePattern(file + ".%d{yyyy-MM-dd}.%i.gz");
        policy.setMaxFileSize(FILE_SIZE);
        policy.setTotalSizeCap(TOTAL_SIZE);
        policy.setMaxHistory((int) Math.max(1, retention.toDays()));
        policy.start();
        appender.setRollingPolicy(policy);
        appender.start();
        return appender;
    }

    private static PatternLayoutEncoder encoder(LoggerContext context, String pattern) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(pattern);
        encoder.start();
        return encoder;
    }
}

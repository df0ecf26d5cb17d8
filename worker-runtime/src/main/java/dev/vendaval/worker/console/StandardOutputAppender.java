package dev.vendaval.worker.console;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import java.io.FileDescriptor;
import java.io.FileOutputStream;

/**
 * Writes the log to the process's standard output itself, whatever {@code System.out} has become:
 * {@link ConsoleCapture} sends that into the log.
 */
final class StandardOutputAppender extends OutputStreamAppender<ILoggingEvent> {
    @Override
    public void start() {
        setOutputStream(new FileOutputStream(FileDescriptor.out));
        super.start();
    }
}

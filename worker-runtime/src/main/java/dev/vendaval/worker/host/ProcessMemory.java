package dev.vendaval.worker.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What this process uses: heap of the JVM, and resident memory where the system tells (Linux). */
final class ProcessMemory {
    private static final Logger log = LoggerFactory.getLogger(ProcessMemory.class);
    private static final Path STATM = Path.of("/proc/self/statm");
    private static final long PAGE_BYTES = 4096;

    private boolean rssReadable = Files.isReadable(STATM);

    long heapUsedBytes() {
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    /** 0 if the system does not tell. */
    long rssBytes() {
        if (!rssReadable) {
            return 0;
        }
        try {
            String[] pages = Files.readString(STATM).split(" ");
            return Long.parseLong(pages[1]) * PAGE_BYTES;
        } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException e) {
            rssReadable = false;
            log.warn("cannot read {}; resident memory will not be reported", STATM, e);
            return 0;
        }
    }
}

package dev.vendaval.worker.metrics;

import dev.vendaval.protocol.report.StreamCounts;

/** What one task emitted on one stream. Fields of the executor's thread. */
public final class StreamCounters {
    /** Calls of emit. */
    public long emitted;

    /** Copies sent to subscribers. */
    public long transferred;

    void add(StreamCounters older) {
        emitted += older.emitted;
        transferred += older.transferred;
    }

    StreamCounts toReport() {
        return new StreamCounts(emitted, transferred);
    }
}

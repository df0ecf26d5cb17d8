package dev.vendaval.protocol.grpc;

import java.time.Duration;

/** The bounds of this package, by name. */
final class Limits {
    /** A definition may hold many serialized components; ZooKeeper bounds it more tightly. */
    static final int MESSAGE_BYTES = 64 << 20;
    /** Error texts and the caller travel in metadata. */
    static final int METADATA_BYTES = 64 << 10;
    /** Of artifacts on the wire. */
    static final int CHUNK_BYTES = 256 << 10;
    /** How long an artifact may make no progress. */
    static final Duration TRANSFER_STALL = Duration.ofSeconds(30);
    /** How long an artifact may take altogether. */
    static final Duration TRANSFER = Duration.ofMinutes(15);
    /** How long a reader of logs may leave them unread. */
    static final Duration LOG_STALL = Duration.ofMinutes(10);
    /** How long logs that are not followed may take altogether. */
    static final Duration LOG_READ = Duration.ofMinutes(2);
    /** Log lines on their way to one reader. */
    static final int LOG_LINES_AHEAD = 256;
    /** Orders on their way to one worker. */
    static final int ORDERS_WAITING = 1024;
    /** Concurrent calls of a server that answer at once. */
    static final int CALL_THREADS = 8;
    /** Calls waiting for one of those threads. */
    static final int CALLS_WAITING = 4096;
    /** Concurrent transfers and followed logs of a server. */
    static final int TRANSFER_THREADS = 64;
    /** Calls one connection may have open. */
    static final int CALLS_PER_CONNECTION = 256;
    /** A frame of a link; a hello may name thousands of executors. */
    static final int LINK_FRAME_BYTES = (1 << 20) + (64 << 10);

    static final Duration CONNECT = Duration.ofSeconds(3);
    /** How often an otherwise silent connection is probed, and how long the probe may take. */
    static final Duration KEEP_ALIVE = Duration.ofSeconds(20);

    static final Duration KEEP_ALIVE_ANSWER = Duration.ofSeconds(10);
    /** How long closing a conversation lets sent messages arrive. */
    static final Duration CLOSE = Duration.ofMillis(500);

    private Limits() {}
}

package dev.vendaval.cli.daemon;

import dev.vendaval.protocol.config.HostPort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.zookeeper.server.DatadirCleanupManager;
import org.apache.zookeeper.server.NIOServerCnxnFactory;
import org.apache.zookeeper.server.ServerCnxnFactory;
import org.apache.zookeeper.server.ZooKeeperServer;
import org.apache.zookeeper.server.persistence.FileTxnSnapLog;

/**
 * One real ZooKeeper server in this JVM, for development: it keeps its data, but one server is no ensemble. Started and
 * closed by one thread; ZooKeeper's own threads do the work.
 */
final class EmbeddedZooKeeper implements AutoCloseable {
    /** A fine tick notices a lost session soon; see docs on session time-outs. */
    private static final int TICK_MILLIS = 500;

    private static final int LONGEST_SESSION_MILLIS = 60_000;
    private static final int MOST_CONNECTIONS_PER_HOST = 0;
    private static final int SNAPSHOTS_KEPT = 3;
    private static final int PURGE_HOURS = 1;

    private final String host;
    private final FileTxnSnapLog files;
    private final ZooKeeperServer server;
    private final ServerCnxnFactory connections;
    private final DatadirCleanupManager cleanup;

    private EmbeddedZooKeeper(
            String host,
            FileTxnSnapLog files,
            ZooKeeperServer server,
            ServerCnxnFactory connections,
            DatadirCleanupManager cleanup) {
        this.host = host;
        this.files = files;
        this.server = server;
        this.connections = connections;
        this.cleanup = cleanup;
    }

    /** Starts a server that listens here; port 0 means any free one. */
    static EmbeddedZooKeeper start(HostPort listen, Path data) throws IOException, InterruptedException {
        Files.createDirectories(data);
        FileTxnSnapLog files = new FileTxnSnapLog(data.toFile(), data.toFile());
        ZooKeeperServer server = new ZooKeeperServer(files, TICK_MILLIS, "");
        server.setMaxSessionTimeout(LONGEST_SESSION_MILLIS);
        ServerCnxnFactory connections = new NIOServerCnxnFactory();
        connections.configure(new InetSocketAddress(listen.host(), listen.port()), MOST_CONNECTIONS_PER_HOST);
        connections.startup(server);
        DatadirCleanupManager cleanup =
                new DatadirCleanupManager(data.toFile(), data.toFile(), SNAPSHOTS_KEPT, PURGE_HOURS);
        cleanup.start();
        return new EmbeddedZooKeeper(listen.host(), files, server, connections, cleanup);
    }

    HostPort address() {
        return new HostPort(host, connections.getLocalPort());
    }

    @Override
    public void close() throws IOException {
        cleanup.shutdown();
        connections.shutdown();
        server.shutdown();
        files.close();
    }
}

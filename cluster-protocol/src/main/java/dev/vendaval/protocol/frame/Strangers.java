package dev.vendaval.protocol.frame;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The connections of a server whose other ends have not shown who they are, in the order in which they came. When there
 * are too many the oldest goes, since a worker shows it within milliseconds: so nobody keeps workers out by connecting
 * and saying nothing. Thread-safe.
 */
final class Strangers {
    /** Together they make this process hold at most 16 MiB. */
    static final int MOST = 256;

    private final Set<SocketConnection> connections = new LinkedHashSet<>();

    /** The one that has to go for it, or null. */
    synchronized @Nullable SocketConnection add(SocketConnection connection) {
        connections.add(connection);
        if (connections.size() <= MOST) {
            return null;
        }
        Iterator<SocketConnection> oldestFirst = connections.iterator();
        SocketConnection oldest = oldestFirst.next();
        oldestFirst.remove();
        return oldest;
    }

    synchronized void remove(SocketConnection connection) {
        connections.remove(connection);
    }
}

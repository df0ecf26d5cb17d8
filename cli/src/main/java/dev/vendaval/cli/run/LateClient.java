package dev.vendaval.cli.run;

import dev.vendaval.cli.console.Session;
import dev.vendaval.client.VendavalClient;
import org.jspecify.annotations.Nullable;

/** A client that connects when it is first needed. Used by any thread; closed once nobody needs it any more. */
final class LateClient implements AutoCloseable {
    private final Session session;
    private @Nullable VendavalClient client;

    LateClient(Session session) {
        this.session = session;
    }

    /** Connected, to the cluster that the session is about. */
    synchronized VendavalClient connected() {
        VendavalClient present = client;
        if (present == null) {
            present = session.connect();
            client = present;
        }
        return present;
    }

    @Override
    public synchronized void close() {
        if (client != null) {
            client.close();
        }
    }
}

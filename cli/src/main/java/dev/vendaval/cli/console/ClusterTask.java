package dev.vendaval.cli.console;

import dev.vendaval.client.VendavalClient;
import java.util.concurrent.Callable;

/** A command that talks to a cluster: connects, does its work, disconnects. */
public abstract class ClusterTask implements Callable<Integer> {
    protected final Session session;

    protected ClusterTask(Session session) {
        this.session = session;
    }

    @Override
    public final Integer call() {
        try (VendavalClient client = session.connect()) {
            return run(client);
        }
    }

    /** Returns the exit code. */
    protected abstract int run(VendavalClient client);
}

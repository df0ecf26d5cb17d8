package dev.vendaval.protocol.zookeeper;

import dev.vendaval.protocol.state.ClusterStateException;
import dev.vendaval.protocol.state.Registration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.curator.framework.recipes.watch.PersistentWatcher;
import org.apache.curator.framework.state.ConnectionState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the cluster state's own thread does: tells watchers of changes, coalesced, and repeats registrations after a
 * lost session. The thread ends with {@link #close}.
 */
final class Notifications {
    private static final Logger LOG = LoggerFactory.getLogger(Notifications.class);
    private static final long RETRY_MILLIS = 500;
    private static final long CLOSE_SECONDS = 5;

    private final ZooKeeperClient client;
    private final ZooKeeperPaths paths;
    private final ScheduledThreadPoolExecutor thread;
    private final PersistentWatcher watcher;
    private final List<Watch> watches = new CopyOnWriteArrayList<>();
    private final List<Renewal> renewals = new CopyOnWriteArrayList<>();

    /** A watcher with at most one call under way. */
    private record Watch(Runnable onChange, AtomicBoolean called) {}

    /** A registration to be made again after a lost session. */
    private record Renewal(Runnable action) {}

    Notifications(ZooKeeperClient client, ZooKeeperPaths paths) {
        this.client = client;
        this.paths = paths;
        this.thread = new ScheduledThreadPoolExecutor(1, task -> {
            Thread made = new Thread(task, "cluster-state");
            made.setDaemon(true);
            return made;
        });
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        this.watcher = new PersistentWatcher(client.curator(), paths.root(), true);
    }

    void start() {
        client.curator().getConnectionStateListenable().addListener((curator, state) -> connectionChanged(state));
        watcher.getListenable().addListener(event -> changedAt(event.getPath()));
        // The watch is set in the background: what changed before it was is told now.
        watcher.getResetListenable().addListener(this::changed);
        watcher.start();
    }

    ScheduledExecutorService thread() {
        return thread;
    }

    private void connectionChanged(ConnectionState state) {
        LOG.info("Connection to ZooKeeper: {}", state);
        if (state == ConnectionState.RECONNECTED) {
            execute(this::renew);
            changed();
        }
    }

    private void renew() {
        for (Renewal renewal : renewals) {
            try {
                renewal.action().run();
            } catch (ClusterStateException.Unavailable e) {
                LOG.warn("Not registered again yet, trying on: {}", e.getMessage());
                thread.schedule(this::renew, RETRY_MILLIS, TimeUnit.MILLISECONDS);
                return;
            }
        }
    }

    private void changedAt(String path) {
        if (path == null || !path.startsWith(paths.election())) {
            changed();
        }
    }

    private void changed() {
        for (Watch watch : watches) {
            if (watch.called().compareAndSet(false, true)) {
                execute(() -> {
                    watch.called().set(false);
                    watch.onChange().run();
                });
            }
        }
    }

    private void execute(Runnable task) {
        try {
            thread.execute(task);
        } catch (RejectedExecutionException e) {
            LOG.debug("Closed meanwhile", e);
        }
    }

    Registration watch(Runnable onChange) {
        Watch watch = new Watch(onChange, new AtomicBoolean());
        watches.add(watch);
        return () -> watches.remove(watch);
    }

    Registration onReconnect(Runnable action) {
        Renewal renewal = new Renewal(action);
        renewals.add(renewal);
        return () -> renewals.remove(renewal);
    }

    void close() {
        watches.clear();
        renewals.clear();
        watcher.close();
        thread.shutdownNow();
        try {
            if (!thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("The cluster state's thread has not ended within {} s", CLOSE_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

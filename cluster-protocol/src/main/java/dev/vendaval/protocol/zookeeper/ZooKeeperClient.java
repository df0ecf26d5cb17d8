package dev.vendaval.protocol.zookeeper;

import dev.vendaval.protocol.config.ZooKeeperSettings;
import dev.vendaval.protocol.state.ClusterStateException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.api.transaction.CuratorOp;
import org.apache.curator.framework.state.SessionConnectionStateErrorPolicy;
import org.apache.curator.retry.BoundedExponentialBackoffRetry;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.OpResult;
import org.apache.zookeeper.data.Stat;

/** Curator with bounded waits, and its many exceptions reduced to what callers can act on. Thread-safe. */
final class ZooKeeperClient implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final int ATTEMPT_MILLIS = 3000;
    private static final int FIRST_PAUSE_MILLIS = 100;
    private static final int LONGEST_PAUSE_MILLIS = 1000;
    private static final int RETRIES = 3;
    private static final int CLOSE_MILLIS = 1000;
    /** For a call of a process that is about to end. */
    private static final long LAST_CALL_MILLIS = 2000;

    private static final long LOOK_EVERY_MILLIS = 250;

    private final CuratorFramework curator;
    private final List<String> servers;
    private final Patience patience;
    private final CallsUnderWay underWay = new CallsUnderWay(System::nanoTime);
    private final AtomicBoolean ending = new AtomicBoolean();
    private final CountDownLatch closed = new CountDownLatch(1);

    private ZooKeeperClient(CuratorFramework curator, List<String> servers, Patience patience) {
        this.curator = curator;
        this.servers = servers;
        this.patience = patience;
    }

    /**
     * Connects.
     *
     * @param stop is told, before anything is waited for, how to give up the attempt: from then on it soon throws
     */
    static ZooKeeperClient connect(ZooKeeperSettings settings, Consumer<Runnable> stop) {
        Patience patience = new Patience(
                new BoundedExponentialBackoffRetry(FIRST_PAUSE_MILLIS, LONGEST_PAUSE_MILLIS, RETRIES),
                System::nanoTime);
        CuratorFramework curator = CuratorFrameworkFactory.builder()
                .connectString(String.join(",", settings.servers()))
                .sessionTimeoutMs(Math.toIntExact(settings.sessionTimeout().toMillis()))
                .connectionTimeoutMs(ATTEMPT_MILLIS)
                .retryPolicy(patience)
                // A short interruption does not end a leadership: the epoch check keeps an old leader from writing.
                .connectionStateErrorPolicy(new SessionConnectionStateErrorPolicy())
                .waitForShutdownTimeoutMs(CLOSE_MILLIS)
                .build();
        ZooKeeperClient client = new ZooKeeperClient(curator, settings.servers(), patience);
        curator.start();
        try {
            stop.accept(client::giveUp);
            client.awaitConnection();
            return client;
        } catch (RuntimeException e) {
            client.close();
            throw e;
        }
    }

    private void awaitConnection() {
        boolean connected = call(
                "connecting",
                () -> curator.blockUntilConnected(Math.toIntExact(CONNECT.toMillis()), TimeUnit.MILLISECONDS));
        if (!connected) {
            throw new ClusterStateException.Unavailable(
                    "no ZooKeeper server reachable at " + String.join(", ", servers) + " within " + CONNECT.toSeconds()
                            + " s; is it running there? set zookeeper.servers to where it is",
                    new KeeperException.ConnectionLossException());
        }
    }

    /** False from when ZooKeeper has been silent for two thirds of a session's time-out. */
    boolean isConnected() {
        return curator.getZookeeperClient().isConnected();
    }

    /** Whoever closes this will not wait for a ZooKeeper that is away. Never blocks. */
    void aboutToClose() {
        patience.end();
        if (!ending.getAndSet(true)) {
            Thread hurry = new Thread(this::cutLongCalls, "cluster-state-end");
            hurry.setDaemon(true);
            hurry.start();
        }
    }

    /** For one who only connects yet, so that no call is worth an answer. Never blocks. */
    private void giveUp() {
        underWay.cutAll();
        aboutToClose();
    }

    private void cutLongCalls() {
        try {
            while (!closed.await(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
                underWay.cut(TimeUnit.MILLISECONDS.toNanos(LAST_CALL_MILLIS));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the calls end by themselves, later
        }
    }

    CuratorFramework curator() {
        return curator;
    }

    /** Something that Curator does. */
    interface Call<T> {
        T run() throws Exception;
    }

    /** Makes a call; a failure that is not the caller's to handle becomes Unavailable. */
    <T> T call(String what, Call<T> call) {
        if (underWay.someWereCut() || (patience.isOver() && !isConnected())) {
            throw new ClusterStateException.Unavailable(
                    what + ": this process ends, and no ZooKeeper server answers",
                    new KeeperException.ConnectionLossException());
        }
        boolean outermost = underWay.begin();
        try {
            return call.run();
        } catch (ClusterStateException e) {
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClusterStateException.Unavailable(what + ": interrupted", e);
        } catch (Exception e) {
            throw new ClusterStateException.Unavailable(
                    what + ": ZooKeeper at " + String.join(", ", servers) + " did not answer as it should: " + e, e);
        } finally {
            if (outermost) {
                underWay.end();
            }
        }
    }

    /** A node's bytes with its data version. */
    // Nobody compares nodes, and the bytes are only read.
    @SuppressWarnings("ArrayRecordComponent")
    record Node(byte[] data, Stat stat) {}

    Optional<Node> read(String path) {
        return call("reading " + path, () -> {
            Stat stat = new Stat();
            try {
                return Optional.of(
                        new Node(curator.getData().storingStatIn(stat).forPath(path), stat));
            } catch (KeeperException.NoNodeException e) {
                return Optional.empty();
            }
        });
    }

    /** The children of a node that the layout always has. */
    List<String> children(String path) {
        return call("reading " + path, () -> {
            try {
                return curator.getChildren().forPath(path);
            } catch (KeeperException.NoNodeException e) {
                throw missing(path, e);
            }
        });
    }

    /** A node that the layout always has. */
    Node readFixed(String path) {
        return read(path).orElseThrow(() -> missing(path, new KeeperException.NoNodeException(path)));
    }

    /** A ZooKeeper without the layout has lost its data, which says nothing about what was in them. */
    ClusterStateException.Unavailable missing(String path, KeeperException cause) {
        return new ClusterStateException.Unavailable(
                path + " is missing in ZooKeeper at " + String.join(", ", servers)
                        + ": it has lost its data, or is not the one it was; bring its data back",
                cause);
    }

    /** Creates a node with its parents unless it is there. */
    void ensure(String path, byte[] data) {
        call("creating " + path, () -> {
            try {
                return curator.create().creatingParentsIfNeeded().forPath(path, data);
            } catch (KeeperException.NodeExistsException e) {
                return path;
            }
        });
    }

    /** What became of a transaction: done, or the first operation that was refused and why. */
    record Outcome(int refused, KeeperException.Code code) {
        static final Outcome DONE = new Outcome(-1, KeeperException.Code.OK);

        boolean done() {
            return refused < 0;
        }
    }

    /** Does all operations or none. */
    Outcome transact(String what, List<CuratorOp> operations) {
        return call(what, () -> {
            try {
                curator.transaction().forOperations(operations);
                return Outcome.DONE;
            } catch (KeeperException e) {
                return refusal(e);
            }
        });
    }

    private static Outcome refusal(KeeperException failure) throws KeeperException {
        List<OpResult> results = failure.getResults();
        if (results != null) {
            for (int i = 0; i < results.size(); i++) {
                if (results.get(i) instanceof OpResult.ErrorResult error && isCause(error)) {
                    return new Outcome(i, KeeperException.Code.get(error.getErr()));
                }
            }
        }
        throw failure;
    }

    /** The operations around the refused one are marked too, as undone or not tried. */
    private static boolean isCause(OpResult.ErrorResult error) {
        return error.getErr() != KeeperException.Code.OK.intValue()
                && error.getErr() != KeeperException.Code.RUNTIMEINCONSISTENCY.intValue();
    }

    @Override
    public void close() {
        boolean outermost = underWay.begin(); // it says good-bye to the server, and waits for the answer
        try {
            curator.close();
        } finally {
            if (outermost) {
                underWay.end();
            }
            closed.countDown();
        }
    }
}

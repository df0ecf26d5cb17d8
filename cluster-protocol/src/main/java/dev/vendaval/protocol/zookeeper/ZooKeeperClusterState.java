package dev.vendaval.protocol.zookeeper;

import dev.vendaval.protocol.config.ZooKeeperSettings;
import dev.vendaval.protocol.state.Assignment;
import dev.vendaval.protocol.state.ClusterState;
import dev.vendaval.protocol.state.ClusterStateException;
import dev.vendaval.protocol.state.LeaderEpoch;
import dev.vendaval.protocol.state.LeadershipListener;
import dev.vendaval.protocol.state.NimbusRecord;
import dev.vendaval.protocol.state.Placement;
import dev.vendaval.protocol.state.Registration;
import dev.vendaval.protocol.state.SupervisorRecord;
import dev.vendaval.protocol.state.TopologyState;
import dev.vendaval.protocol.state.Versioned;
import dev.vendaval.protocol.topology.TopologyDefinition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.curator.framework.api.transaction.CuratorOp;
import org.apache.curator.framework.api.transaction.TransactionOp;
import org.apache.zookeeper.KeeperException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cluster state in ZooKeeper, see {@link ZooKeeperPaths}. Every write is one transaction whose first operation
 * checks that the writer's leader epoch, which is the data version of its node, is still the newest. Thread-safe.
 */
public final class ZooKeeperClusterState implements ClusterState {
    private static final Logger LOG = LoggerFactory.getLogger(ZooKeeperClusterState.class);

    private final ZooKeeperClient client;
    private final ZooKeeperPaths paths;
    private final Notifications notifications;
    /** A Nimbus is present for itself and as a candidate. */
    private final Map<NimbusRecord, SharedPresence> nimbusPresences = new ConcurrentHashMap<>();

    private ZooKeeperClusterState(ZooKeeperClient client, ZooKeeperPaths paths) {
        this.client = client;
        this.paths = paths;
        this.notifications = new Notifications(client, paths);
    }

    /**
     * Connects, and lays out the root if it is new.
     *
     * @throws ClusterStateException.Unavailable if no server answers in time, naming them
     */
    public static ZooKeeperClusterState connect(ZooKeeperSettings settings) {
        return connect(settings, giveUp -> {});
    }

    /**
     * Connects, unless the process is to end before.
     *
     * @param stop is told at once how to give up, which any thread may do and which does not block: then this soon throws
     * @throws ClusterStateException.Unavailable if no server answers in time, naming them, or if it was given up
     */
    public static ZooKeeperClusterState connect(ZooKeeperSettings settings, Consumer<Runnable> stop) {
        ZooKeeperClient client = ZooKeeperClient.connect(settings, stop);
        try {
            ZooKeeperPaths paths = new ZooKeeperPaths(settings.root());
            layOut(client, paths);
            ZooKeeperClusterState state = new ZooKeeperClusterState(client, paths);
            state.notifications.start();
            return state;
        } catch (RuntimeException e) {
            client.close();
            throw e;
        }
    }

    private static void layOut(ZooKeeperClient client, ZooKeeperPaths paths) {
        byte[] nothing = new byte[0];
        client.ensure(paths.names(), nothing);
        client.ensure(paths.topologies(), nothing);
        client.ensure(paths.supervisors(), nothing);
        client.ensure(paths.drained(), nothing);
        client.ensure(paths.nimbuses(), nothing);
        client.ensure(paths.leaderEpoch(), Records.noLeaderEpoch());
    }

    ZooKeeperClient client() {
        return client;
    }

    @Override
    public List<String> topologyIds() {
        return client.children(paths.topologies()).stream()
                .map(ZooKeeperPaths::unescaped)
                .sorted()
                .toList();
    }

    @Override
    public Optional<TopologyDefinition> definition(String topologyId) {
        return record(paths.definition(topologyId), node -> Records.definition(node.data()));
    }

    @Override
    public Optional<Versioned<TopologyState>> topologyState(String topologyId) {
        return record(
                paths.state(topologyId),
                node -> new Versioned<>(Records.state(node.data()), node.stat().getVersion()));
    }

    @Override
    public Optional<Placement> placement(String topologyId) {
        return record(paths.assignment(topologyId), node -> Records.placement(node.data()));
    }

    private <T> Optional<T> record(String path, Function<ZooKeeperClient.Node, T> decoder) {
        return client.read(path).map(node -> decoded(path, node, decoder));
    }

    /** Whatever a decoder throws has its reason in the bytes. */
    private static <T> T decoded(String path, ZooKeeperClient.Node node, Function<ZooKeeperClient.Node, T> decoder) {
        try {
            return decoder.apply(node);
        } catch (RuntimeException e) {
            throw new ClusterStateException.Unreadable(
                    "the record at " + path + " cannot be read (" + e.getMessage()
                            + "): it is damaged, or a newer Vendaval has written it",
                    e);
        }
    }

    @Override
    public List<SupervisorRecord> supervisors() {
        return present(paths.supervisors(), Records::supervisor).stream()
                .sorted(Comparator.comparing(SupervisorRecord::id))
                .toList();
    }

    @Override
    public Set<String> presentSupervisorIds() {
        return client.children(paths.supervisors()).stream()
                .map(ZooKeeperPaths::unescaped)
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public List<NimbusRecord> nimbuses() {
        return present(paths.nimbuses(), Records::nimbus);
    }

    /** A node that goes while we read is not present: it was there by ephemeral presence only. */
    private <T> List<T> present(String parent, Function<byte[], T> decoder) {
        List<T> present = new ArrayList<>();
        for (String child : client.children(parent)) {
            try {
                record(parent + "/" + child, node -> decoder.apply(node.data())).ifPresent(present::add);
            } catch (ClusterStateException.Unreadable e) {
                LOG.warn("Left out: {}", e.getMessage());
            }
        }
        return present;
    }

    @Override
    public Optional<NimbusRecord> leader() {
        String path = paths.leaderEpoch();
        return decoded(path, client.readFixed(path), node -> Records.leader(node.data()))
                .filter(leader -> client.read(paths.nimbus(leader)).isPresent());
    }

    /** Does the operations if the epoch is still the newest. */
    private ZooKeeperClient.Outcome write(LeaderEpoch epoch, String what, List<CuratorOp> operations) {
        return client.call(what, () -> {
            List<CuratorOp> guarded = new ArrayList<>();
            guarded.add(client.curator()
                    .transactionOp()
                    .check()
                    .withVersion(Math.toIntExact(epoch.number()))
                    .forPath(paths.leaderEpoch()));
            guarded.addAll(operations);
            ZooKeeperClient.Outcome outcome = client.transact(what, guarded);
            if (outcome.refused() == 0 && outcome.code() == KeeperException.Code.NONODE) {
                throw client.missing(paths.leaderEpoch(), new KeeperException.NoNodeException());
            }
            if (outcome.refused() == 0) {
                throw new ClusterStateException.StaleLeader(
                        what + ": leadership " + epoch.number() + " is over, there is a newer one");
            }
            return outcome;
        });
    }

    /** The operations of one write, made where Curator's exceptions are turned into ours. */
    private List<CuratorOp> operations(String what, OperationList list) {
        return client.call(what, () -> list.make(client.curator().transactionOp()));
    }

    private interface OperationList {
        List<CuratorOp> make(TransactionOp op) throws Exception;
    }

    @Override
    public void createTopology(LeaderEpoch epoch, TopologyDefinition definition, TopologyState state) {
        String what = "creating topology " + definition.id();
        String id = definition.id();
        byte[] bytes = Records.definition(definition);
        ZooKeeperClient.Outcome outcome = write(
                epoch,
                what,
                operations(
                        what,
                        op -> List.of(
                                op.create().forPath(paths.name(definition.name()), Records.name(definition)),
                                op.create().forPath(paths.topology(id), new byte[0]),
                                op.create().forPath(paths.definition(id), bytes),
                                op.create().forPath(paths.state(id), Records.state(state)))));
        if (!outcome.done()) {
            checkSameSubmit(definition, outcome);
        }
    }

    /** Returns if the refused submit had been accepted before. */
    private void checkSameSubmit(TopologyDefinition definition, ZooKeeperClient.Outcome outcome) {
        Records.Name holder = nameHolder(definition.name());
        if (holder == null) {
            throw new ClusterStateException.VersionConflict(
                    "creating topology " + definition.id() + " was refused: " + outcome.code());
        }
        if (!holder.submitId().equals(definition.submitId())) {
            throw new ClusterStateException.NameTaken(
                    "the name " + definition.name() + " is taken by the topology " + holder.topologyId());
        }
    }

    private Records.@Nullable Name nameHolder(String name) {
        try {
            return record(paths.name(name), node -> Records.name(node.data())).orElse(null);
        } catch (ClusterStateException.Unreadable e) {
            throw new ClusterStateException.NameTaken("the name " + name + " is taken: " + e.getMessage());
        }
    }

    @Override
    public void updateTopologyState(LeaderEpoch epoch, String topologyId, TopologyState state, int expectedVersion) {
        String what = "updating the state of " + topologyId;
        ZooKeeperClient.Outcome outcome = write(
                epoch,
                what,
                operations(
                        what,
                        op -> List.of(op.setData()
                                .withVersion(expectedVersion)
                                .forPath(paths.state(topologyId), Records.state(state)))));
        // After a lost connection Curator tries again: then our own first attempt may be what refuses us.
        if (!outcome.done()
                && !topologyState(topologyId).equals(Optional.of(new Versioned<>(state, expectedVersion + 1)))) {
            throw new ClusterStateException.VersionConflict(
                    what + ": version " + expectedVersion + " is not the present one (" + outcome.code() + ")");
        }
    }

    @Override
    public void writeAssignment(LeaderEpoch epoch, Assignment assignment) {
        String what = "writing the assignment of " + assignment.topologyId();
        String path = paths.assignment(assignment.topologyId());
        ZooKeeperClient.Node node = client.read(path).orElse(null);
        long next = node == null
                ? 1
                : decoded(path, node, found -> Records.placement(found.data()).nextVersion());
        place(epoch, what, node, assignment.version() == next, Placement.stable(assignment));
    }

    @Override
    public void replacePlacement(LeaderEpoch epoch, Placement expected, Placement next) {
        String what = "changing the assignment of " + expected.topologyId();
        String path = paths.assignment(expected.topologyId());
        ZooKeeperClient.Node node = client.read(path).orElse(null);
        boolean follows = node != null
                && decoded(path, node, found -> Records.placement(found.data())).equals(expected);
        place(epoch, what, node, follows, next);
    }

    private void place(
            LeaderEpoch epoch,
            String what,
            ZooKeeperClient.@Nullable Node present,
            boolean follows,
            Placement placement) {
        // Even when it cannot follow: who leads no more shall hear that first.
        List<CuratorOp> operations =
                follows ? operations(what, op -> List.of(placementWrite(op, placement, present))) : List.of();
        ZooKeeperClient.Outcome outcome = write(epoch, what, operations);
        boolean written =
                follows && (outcome.done() || placement(placement.topologyId()).equals(Optional.of(placement)));
        if (!written) {
            throw new ClusterStateException.VersionConflict(what + ": "
                    + placement.assignment().version() + " cannot follow what is there (" + outcome.code() + ")");
        }
    }

    private CuratorOp placementWrite(TransactionOp op, Placement placement, ZooKeeperClient.@Nullable Node present)
            throws Exception {
        String path = paths.assignment(placement.topologyId());
        byte[] bytes = Records.placement(placement);
        return present == null
                ? op.create().forPath(path, bytes)
                : op.setData().withVersion(present.stat().getVersion()).forPath(path, bytes);
    }

    /** A transaction that only checks goes through the leader of the ensemble, as a read need not. */
    @Override
    public void confirmLeader(LeaderEpoch epoch) {
        write(epoch, "confirming leadership " + epoch.number(), List.of());
    }

    @Override
    public void removeTopology(LeaderEpoch epoch, String topologyId) {
        String what = "removing topology " + topologyId;
        Optional<TopologyDefinition> definition = definition(topologyId);
        List<CuratorOp> removal = new ArrayList<>();
        if (definition.isPresent()) {
            boolean assigned = client.read(paths.assignment(topologyId)).isPresent();
            removal = operations(what, op -> removal(op, definition.get(), assigned));
        }
        ZooKeeperClient.Outcome outcome = write(epoch, what, removal);
        if (!outcome.done() && definition(topologyId).isPresent()) {
            throw new ClusterStateException.VersionConflict(what + " was refused: " + outcome.code());
        }
    }

    private List<CuratorOp> removal(TransactionOp op, TopologyDefinition definition, boolean assigned)
            throws Exception {
        String id = definition.id();
        List<CuratorOp> operations = new ArrayList<>();
        if (assigned) {
            operations.add(op.delete().forPath(paths.assignment(id)));
        }
        operations.add(op.delete().forPath(paths.state(id)));
        operations.add(op.delete().forPath(paths.definition(id)));
        operations.add(op.delete().forPath(paths.topology(id)));
        operations.add(op.delete().forPath(paths.name(definition.name())));
        return operations;
    }

    @Override
    public Map<String, String> drained() {
        Map<String, String> drained = new TreeMap<>();
        for (String child : client.children(paths.drained())) {
            record(paths.drained() + "/" + child, node -> Records.drainedHost(node.data()))
                    .ifPresent(host -> drained.put(ZooKeeperPaths.unescaped(child), host));
        }
        return drained;
    }

    @Override
    public void drain(LeaderEpoch epoch, String supervisorId, String host) {
        String what = "draining supervisor " + supervisorId;
        String path = paths.drained(supervisorId);
        List<CuratorOp> creation = client.read(path).isPresent()
                ? List.of()
                : operations(what, op -> List.of(op.create().forPath(path, Records.drainedHost(host))));
        ZooKeeperClient.Outcome outcome = write(epoch, what, creation);
        if (!outcome.done() && client.read(path).isEmpty()) {
            throw new ClusterStateException.VersionConflict(what + " was refused: " + outcome.code());
        }
    }

    @Override
    public void undrain(LeaderEpoch epoch, String supervisorId) {
        String what = "using supervisor " + supervisorId + " again";
        String path = paths.drained(supervisorId);
        List<CuratorOp> removal = client.read(path).isEmpty()
                ? List.of()
                : operations(what, op -> List.of(op.delete().forPath(path)));
        ZooKeeperClient.Outcome outcome = write(epoch, what, removal);
        if (!outcome.done() && client.read(path).isPresent()) {
            throw new ClusterStateException.VersionConflict(what + " was refused: " + outcome.code());
        }
    }

    @Override
    public Registration registerSupervisor(SupervisorRecord supervisor) {
        Presence presence = new Presence(client, paths.supervisor(supervisor.id()), Records.supervisor(supervisor));
        presence.make();
        Registration renewal = notifications.onReconnect(presence::make);
        return () -> {
            renewal.close();
            presence.close();
        };
    }

    @Override
    public Registration registerNimbus(NimbusRecord nimbus) {
        return nimbusPresences
                .computeIfAbsent(
                        nimbus,
                        each -> new SharedPresence(
                                () -> new Presence(client, paths.nimbus(each), Records.nimbus(each)), notifications))
                .hold();
    }

    @Override
    public Registration joinElection(NimbusRecord nimbus, LeadershipListener listener) {
        Registration present = registerNimbus(nimbus);
        Candidacy candidacy = new Candidacy(client, paths, nimbus, listener, notifications.thread());
        try {
            candidacy.start();
        } catch (ClusterStateException e) {
            present.close();
            throw e;
        }
        return () -> {
            candidacy.close();
            present.close();
        };
    }

    @Override
    public boolean isReachable() {
        return client.isConnected();
    }

    @Override
    public Registration watch(Runnable onChange) {
        return notifications.watch(onChange);
    }

    @Override
    public void aboutToClose() {
        client.aboutToClose();
    }

    @Override
    public void close() {
        notifications.close();
        client.close();
    }
}

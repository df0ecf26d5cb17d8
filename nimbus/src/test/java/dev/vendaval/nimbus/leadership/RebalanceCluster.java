package dev.vendaval.nimbus.leadership;

import dev.vendaval.nimbus.fixture.Reports;
import dev.vendaval.protocol.report.BusyCall;
import dev.vendaval.protocol.report.InFlight;
import dev.vendaval.protocol.report.Incarnation;
import dev.vendaval.protocol.report.SupervisorReport;
import dev.vendaval.protocol.report.SwitchReport;
import dev.vendaval.protocol.report.TaskMove;
import dev.vendaval.protocol.report.WorkerInsight;
import dev.vendaval.protocol.report.WorkerReport;
import dev.vendaval.protocol.report.WorkerState;
import dev.vendaval.protocol.service.SupervisorLinkService.CommandSender;
import dev.vendaval.protocol.service.SupervisorLinkService.SupervisorConversation;
import dev.vendaval.protocol.state.AssignmentChange;
import dev.vendaval.protocol.state.ChangePhase;
import dev.vendaval.protocol.state.ClusterState;
import dev.vendaval.protocol.state.MemoryClusterState;
import dev.vendaval.protocol.state.Placement;
import dev.vendaval.protocol.state.Registration;
import dev.vendaval.protocol.state.SupervisorRecord;
import dev.vendaval.protocol.state.TopologyStatus;
import dev.vendaval.protocol.state.WorkerSlot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Supervisors whose workers follow the placements that are written, one step at a time when the test says so, and one
 * leader after the other.
 */
final class RebalanceCluster implements AutoCloseable {
    final ClusterState state = new MemoryClusterState();
    final List<Host> hosts = new ArrayList<>();
    SteppedNimbus leader;
    private Registration candidacy;
    private int leaders;

    RebalanceCluster(int hostCount, int slots) {
        this(hostCount, slots, false);
    }

    RebalanceCluster(int hostCount, int slots, boolean rebalanceOnJoin) {
        leader = new SteppedNimbus(state, 6000, rebalanceOnJoin);
        candidacy = leader.joinElection();
        leader.awaitElected();
        for (int i = 0; i < hostCount; i++) {
            hosts.add(new Host("host" + i, slots));
        }
        leader.clusterChanged();
        hosts.forEach(Host::report);
    }

    /** The leader dies; the next one reads everything and hosts connect to it. */
    void leaderDies() {
        SteppedNimbus next = new SteppedNimbus(state, 6000 + ++leaders);
        Registration place = next.joinElection();
        candidacy.close();
        next.awaitElected();
        leader.turn();
        leader = next;
        candidacy = place;
        hosts.forEach(Host::connect);
    }

    /** Another supervisor registers and reports. */
    Host join(String id, int slots) {
        Host joined = new Host(id, slots);
        hosts.add(joined);
        leader.clusterChanged();
        joined.report();
        return joined;
    }

    Placement placement(String topologyId) {
        return state.placement(topologyId).orElseThrow();
    }

    /** All hosts see what is written, all workers do what they are told, and everybody reports. */
    void everybodyGoesOn(String topologyId) {
        hosts.forEach(host -> host.follow(placement(topologyId)));
        hosts.forEach(host -> host.workers().forEach(worker -> worker.goOn(placement(topologyId))));
        hosts.forEach(Host::report);
        leader.advance(60);
    }

    @Override
    public void close() {
        state.close();
    }

    /** One life of a worker. */
    static final class Worker {
        final WorkerSlot slot;
        final String topologyId;
        final long launch;
        private long prepared;
        private long adopted;
        private long settled;
        private @Nullable String error;
        private long failedVersion;
        private String applied = "";
        private boolean lost;
        /** What is told of the newest switch. */
        long pauseNanos = 1_000_000;
        /** What it says that it waits for, and what it says of calls that do not return. */
        List<String> awaited = List.of();

        List<BusyCall> calls = List.of();

        Worker(String topologyId, WorkerSlot slot, long launch) {
            this.topologyId = topologyId;
            this.slot = slot;
            this.launch = launch;
        }

        /** One step of what the placement asks of it: adopt, else prepare, else settle. */
        void goOn(Placement placement) {
            AssignmentChange change = placement.change();
            boolean inForce = placement.assignment().workers().contains(slot);
            boolean pausing = change != null && change.phase() == ChangePhase.PAUSING;
            String told = pausing ? TopologyStatus.REBALANCING.name() : TopologyStatus.ACTIVE.name();
            long version = placement.assignment().version();
            if (inForce && (adopted != version || !applied.equals(told))) {
                adopted = version;
                applied = told;
            } else if (!inForce && adopted > 0 && adopted != version && placement.previous() != null) {
                adopted = version;
            } else if (placement.next() != null && prepared != placement.next().version()) {
                prepared = placement.next().version();
            } else if (adopted == version) {
                settled = version;
            }
        }

        void cannotPrepare(long version, String why) {
            error = why;
            failedVersion = version;
        }

        boolean isReady(long version) {
            return prepared == version && !lost;
        }

        WorkerReport report(long reportId) {
            return new WorkerReport(
                    topologyId,
                    slot.port(),
                    1,
                    new Incarnation(slot.index(), slot.lease(), launch),
                    lost ? WorkerState.LOST : adopted == 0 ? WorkerState.STARTING : WorkerState.RUNNING,
                    reportId,
                    adopted,
                    applied,
                    1,
                    0,
                    0,
                    InFlight.NONE,
                    List.of(),
                    List.of(),
                    List.of(),
                    0,
                    new WorkerInsight(0, List.of(), calls),
                    new SwitchReport(
                            prepared,
                            error,
                            failedVersion,
                            settled,
                            settled == 0 ? List.of() : List.of(new TaskMove("count", List.of(1, 2, 3), pauseNanos)),
                            0,
                            awaited));
        }
    }

    /** A supervisor and its workers. */
    final class Host {
        final SupervisorRecord record;
        private final Map<Integer, Worker> byPort = new TreeMap<>();
        private final Map<Integer, Long> launches = new HashMap<>();
        private SupervisorConversation conversation;
        private Registration registration;
        private long asked;

        Host(String id, int slots) {
            int[] ports = new int[slots];
            for (int i = 0; i < slots; i++) {
                ports[i] = i + 1;
            }
            record = Reports.supervisor(id, ports);
            registration = state.registerSupervisor(record);
            conversation = newConversation();
        }

        private SupervisorConversation newConversation() {
            return new SupervisorInbox(leader.loop).open(new CommandSender() {
                @Override
                public void reportNow(long reportId) {
                    asked = reportId;
                }

                @Override
                public void close() {}
            });
        }

        void connect() {
            asked = 0;
            conversation = newConversation();
        }

        List<Worker> workers() {
            return List.copyOf(byPort.values());
        }

        /** Launches what is wanted and ends what is not. */
        void follow(Placement placement) {
            List<WorkerSlot> wanted = new ArrayList<>(placement.assignment().workers());
            AssignmentChange change = placement.change();
            if (change != null && change.isLive()) {
                wanted.addAll(change.other().workers());
            }
            byPort.values().removeIf(worker -> !wanted.contains(worker.slot));
            for (WorkerSlot slot : wanted) {
                if (slot.supervisorId().equals(record.id()) && !byPort.containsKey(slot.port())) {
                    launch(placement.topologyId(), slot);
                }
            }
        }

        private void launch(String topologyId, WorkerSlot slot) {
            byPort.put(slot.port(), new Worker(topologyId, slot, launches.merge(slot.port(), 1L, Long::sum)));
        }

        /** It is launched again at once, or reported as lost first. */
        void dies(Worker worker, boolean shown) {
            if (shown) {
                worker.lost = true;
            } else {
                launch(worker.topologyId, worker.slot);
            }
        }

        void relaunchLost() {
            workers().stream().filter(worker -> worker.lost).forEach(worker -> launch(worker.topologyId, worker.slot));
        }

        SupervisorReport newReport() {
            return Reports.of(
                    record,
                    asked,
                    workers().stream().map(worker -> worker.report(asked)).toArray(WorkerReport[]::new));
        }

        void report() {
            send(newReport());
        }

        void send(SupervisorReport report) {
            conversation.report(report);
            leader.turn();
        }

        void vanish() {
            registration.close();
            conversation.closed();
            leader.clusterChanged();
        }

        void comeBack() {
            registration = state.registerSupervisor(record);
            connect();
            leader.clusterChanged();
        }
    }
}

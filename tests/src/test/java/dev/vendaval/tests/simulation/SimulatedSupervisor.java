package dev.vendaval.tests.simulation;

import dev.vendaval.protocol.config.HostPort;
import dev.vendaval.protocol.report.SupervisorReport;
import dev.vendaval.protocol.report.WorkerReport;
import dev.vendaval.protocol.state.Assignment;
import dev.vendaval.protocol.state.ClusterStateException;
import dev.vendaval.protocol.state.SupervisorRecord;
import dev.vendaval.supervisor.SlotTurns;
import dev.vendaval.supervisor.slot.Slot;
import dev.vendaval.supervisor.slot.SlotEffect;
import dev.vendaval.supervisor.slot.SlotEvent;
import dev.vendaval.supervisor.slot.SlotLimits;
import dev.vendaval.supervisor.slot.SlotState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A life of a supervisor: real slots that follow the real desired state; processes and conversations are played. */
final class SimulatedSupervisor extends SimulatedProcess {
    private static final SlotLimits LIMITS = SlotLimits.of(Duration.ofSeconds(10));
    private static final String NOT_ASSIGNED = "not assigned any more";
    private static final int READ_AGAIN = 200;

    private final SimulatedHost host;
    private final SupervisorRecord record;
    private final SlotTurns slots;
    private final Map<Integer, SimulatedWorker> known = new TreeMap<>();
    private final Set<SimulatedWorker> adopted = new LinkedHashSet<>();
    private final Map<SimulatedWorker, WorkerReport> reports = new HashMap<>();
    private @Nullable Conversation conversation;
    private boolean toRead = true;
    private long readAt;
    private long connectAt;
    private long reportAt;
    private long lastTurn;
    private long askedReportId;
    private long claimedReportId;

    SimulatedSupervisor(World world, SimulatedHost host) {
        super(world, "supervisor " + host.id());
        this.host = host;
        this.record = new SupervisorRecord(host.id(), "127.0.0.1", 6628, host.ports());
        this.slots = new SlotTurns(
                clusterState(),
                host.id(),
                host.ports(),
                LIMITS,
                () -> TimeUnit.MILLISECONDS.toNanos(world.time.now()),
                this::perform);
        this.lastTurn = world.time.now();
    }

    /** Those of an earlier life that live; their age comes from a wall clock, so it may be anything. */
    void adopt(List<SimulatedWorker> living) {
        for (SimulatedWorker worker : living) {
            known.put(worker.port, worker);
            adopted.add(worker);
            Duration age = Duration.ofMillis(world.chance.upTo(100_000));
            slots.apply(worker.port, new SlotEvent.Adopted(worker.target, worker.incarnation.launchCount(), age));
        }
    }

    @Override
    void register() {
        registered(() -> world.truth.registerSupervisor(record));
        registered(() -> world.truth.watch(() -> deliver(() -> toRead = true)));
        toRead = true;
    }

    @Override
    void sessionLost() {}

    @Override
    void turn() {
        forgiveOwnDelay();
        for (SimulatedWorker worker : List.copyOf(adopted)) {
            if (!worker.isAlive()) {
                ended(worker, -1);
            }
        }
        slots.all().forEach(slot -> slots.apply(slot.port(), new SlotEvent.Tick()));
        read();
        tellWorkers();
        converse();
    }

    private void forgiveOwnDelay() {
        if (world.time.now() - lastTurn > LIMITS.silenceTimeout().toMillis() / 2) {
            slots.all().forEach(slot -> slots.apply(slot.port(), new SlotEvent.Alive(slot.launch())));
        }
        lastTurn = world.time.now();
    }

    private void read() {
        if (toRead && world.time.now() >= readAt) {
            readAt = world.time.now() + READ_AGAIN;
            try {
                toRead = !slots.read();
            } catch (ClusterStateException e) {
                world.broken(this + " could not read and did not bear it: " + e);
            }
        }
    }

    private void tellWorkers() {
        for (SimulatedWorker worker : known.values()) {
            Slot slot = slots.slot(worker.port);
            if (slot.state() == SlotState.RUNNING) {
                tell(worker);
            }
        }
    }

    /** One that only the next assignment has adopts nothing before that is in force. */
    private void tell(SimulatedWorker worker) {
        slots.placement(worker.target.topologyId()).ifPresent(placement -> {
            Assignment next = placement.next();
            if (next == null || worker.isIn(placement.assignment())) {
                slots.told(worker.target.topologyId())
                        .filter(told -> !told.equals(worker.told()))
                        .ifPresent(worker::adopt);
            }
            if (next != null && worker.prepared() != next.version()) {
                worker.prepare(next.version());
            }
        });
    }

    void hello(SimulatedWorker worker) {
        if (known.get(worker.port) != worker) {
            worker.stop();
            return;
        }
        slots.apply(worker.port, new SlotEvent.Hello(worker.incarnation.launchCount()));
        if (askedReportId > 0) {
            worker.answer(askedReportId);
        }
    }

    void reported(SimulatedWorker worker, WorkerReport report) {
        if (known.get(worker.port) == worker) {
            reports.put(worker, report);
            slots.apply(worker.port, new SlotEvent.Alive(worker.incarnation.launchCount()));
            reportAt = 0;
        }
    }

    void childEnded(SimulatedWorker worker, int code) {
        if (!adopted.contains(worker)) {
            ended(worker, code);
        }
    }

    private void ended(SimulatedWorker worker, int code) {
        adopted.remove(worker);
        reports.remove(worker);
        if (known.remove(worker.port, worker)) {
            slots.apply(worker.port, new SlotEvent.Exited(worker.incarnation.launchCount(), code, null));
        }
    }

    private void perform(Slot slot, SlotEffect effect) {
        if (effect instanceof SlotEffect.Fetch fetch) {
            fetch(fetch.artifact());
        } else if (effect instanceof SlotEffect.Launch launch) {
            launch(slot, launch);
        } else if (effect instanceof SlotEffect.SendStop) {
            world.mustNotBeAssigned(host, slot.port(), slot.busyWith(), "is told to stop");
            SimulatedWorker worker = known.get(slot.port());
            if (worker != null && !world.faults.messageIsLost()) {
                worker.stop();
            }
        } else if (effect instanceof SlotEffect.Dump) {
            world.time.after(
                    world.chance.upTo(7_000),
                    () -> deliver(() -> slots.apply(slot.port(), new SlotEvent.Dumped(slot.launch(), "there"))));
        } else if (effect instanceof SlotEffect.Kill kill) {
            if (kill.reason().equals(NOT_ASSIGNED)) {
                world.mustNotBeAssigned(host, slot.port(), slot.busyWith(), "is killed");
            }
            SimulatedWorker worker = known.get(slot.port());
            if (worker != null) {
                worker.kill();
            }
        } else if (effect instanceof SlotEffect.Clean clean) {
            world.mustNotBeAssigned(host, slot.port(), clean.target(), "is cleaned");
            host.forget(clean.target().topologyId(), slot.port());
        }
    }

    private void fetch(String artifact) {
        world.time.after(
                world.chance.between(10, 1_500),
                () -> deliver(() -> slots.all()
                        .forEach(slot -> slots.apply(
                                slot.port(),
                                world.faults.messageIsLost()
                                        ? new SlotEvent.ArtifactFailed(artifact, "nobody has it")
                                        : new SlotEvent.ArtifactReady(artifact)))));
    }

    private void launch(Slot slot, SlotEffect.Launch launch) {
        if (slots.told(launch.target().topologyId()).isEmpty() || world.faults.messageIsLost()) {
            slots.apply(slot.port(), new SlotEvent.LaunchFailed("not now"));
            return;
        }
        SimulatedWorker worker = host.launch(slot.port(), launch.target());
        known.put(slot.port(), worker);
        slots.apply(slot.port(), new SlotEvent.Launched(worker.incarnation.launchCount()));
    }

    private void converse() {
        HostPort leader = slots.leader();
        if (conversation != null
                && (conversation.isOver() || (leader != null && leader.port() != conversation.nimbusPort()))) {
            conversation.end();
            conversation = null;
            toRead = true;
            connectAt = world.time.now() + world.chance.between(100, 1_000);
        }
        if (conversation == null && leader != null && world.time.now() >= connectAt) {
            askedReportId = 0;
            claimedReportId = 0;
            reportAt = 0;
            conversation = new Conversation(world, world.nimbusAt(leader.port()));
        }
        if (conversation != null) {
            conversation.takeAsked().ifPresent(this::asked);
        }
        if (conversation != null && world.time.now() >= reportAt) {
            reportAt = world.time.now() + 1_000;
            conversation.send(report());
        }
    }

    void breakConversation() {
        if (conversation != null) {
            conversation.end();
        }
    }

    private void asked(long reportId) {
        askedReportId = Math.max(askedReportId, reportId);
        known.values().forEach(worker -> worker.answer(askedReportId));
    }

    private SupervisorReport report() {
        List<WorkerReport> workers = new ArrayList<>();
        boolean allAnswered = true;
        for (SimulatedWorker worker : known.values()) {
            WorkerReport report = reports.get(worker);
            workers.add(report == null ? worker.report() : report);
            SlotState state = slots.slot(worker.port).state();
            boolean mustAnswer =
                    state == SlotState.LAUNCHING || state == SlotState.ADOPTED || state == SlotState.RUNNING;
            allAnswered &= !mustAnswer || (report != null && report.reportId() >= askedReportId);
        }
        claimedReportId = allAnswered ? askedReportId : claimedReportId;
        return new SupervisorReport(record, claimedReportId, workers, List.of(), List.of());
    }

    /** Nothing of it is between two states. */
    boolean isSettled() {
        return slots.all().stream()
                .allMatch(slot -> slot.state() == SlotState.RUNNING || slot.state() == SlotState.EMPTY);
    }

    String states() {
        return slots.all().toString();
    }
}

package dev.vendaval.supervisor;

import dev.vendaval.protocol.report.WorkerState;
import dev.vendaval.protocol.service.WorkerDeath;
import dev.vendaval.protocol.service.WorkerOrder;
import dev.vendaval.protocol.topology.ExecutorTasks;
import dev.vendaval.protocol.topology.TopologyDefinition;
import dev.vendaval.supervisor.artifact.ArtifactFetcher;
import dev.vendaval.supervisor.launch.WorkerHandle;
import dev.vendaval.supervisor.slot.Slot;
import dev.vendaval.supervisor.slot.SlotEffect;
import dev.vendaval.supervisor.slot.SlotEvent;
import dev.vendaval.supervisor.slot.SlotMachine;
import dev.vendaval.supervisor.slot.SlotState;
import dev.vendaval.supervisor.slot.SlotTarget;
import dev.vendaval.supervisor.worker.LiveWorker;
import dev.vendaval.supervisor.worker.Reports;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The supervisor's owner thread, {@code supervisor}: takes messages, lets the slots converge on what
 * the assignments say, tells workers and Nimbus. All changing state of the supervisor belongs to it.
 * It never waits for network, cluster state or downloads; the small files of a worker it writes
 * itself, since nothing may start before they are on disk.
 */
final class SupervisorLoop implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(SupervisorLoop.class);

    /** The longest time between two looks at the clock. */
    private static final Duration LONGEST_WAIT = Duration.ofMillis(100);

    /** While the process of a worker whose conversation has ended may be just going: nobody tells of its end. */
    private static final Duration SHORT_WAIT = Duration.ofMillis(10);

    private static final Duration HOUSEKEEPING_INTERVAL = Duration.ofDays(1);

    private final SupervisorContext context;
    private final Mailbox mailbox;
    private final Workers workers;
    private final SlotBoard slots;
    private final NimbusLink nimbus;
    private final DeadWorkers dead;
    private final Reporting reporting;
    private final DeathNews deaths;
    private final Adoption adoption;
    private final ArtifactFetcher artifacts;
    private final Set<String> fetching = new HashSet<>();
    private @Nullable DesiredState desired;
    private boolean stopping;
    private boolean leaving;
    private long lastStepNanos;
    private long housekeepingAtNanos;

    /** Hashes that must stay in the cache; replaced as a whole, read by the fetcher's threads. */
    private volatile Set<String> artifactsInUse = Set.of();

    SupervisorLoop(SupervisorContext context) {
        this.context = context;
        this.mailbox = context.mailbox();
        this.workers = context.workers();
        this.slots = new SlotBoard(
                context.supervisor().slots(),
                new SlotMachine(context.limits()),
                context.clock().nanoTime(),
                this::perform);
        this.nimbus = new NimbusLink(context.rpc(), mailbox, context.clock().nanoTime());
        this.dead = new DeadWorkers(context.retired());
        this.reporting = new Reporting(
                context.supervisor(),
                slots,
                workers,
                dead,
                nimbus,
                context.clock().nanoTime());
        this.deaths = new DeathNews(
                workers,
                new Announcer(context.rpc(), mailbox, context.clock().nanoTime()),
                new Peers(context.supervisor().id()));
        this.artifacts = new ArtifactFetcher(
                context.artifacts(),
                context.artifactPeers()::sources,
                context.artifactCacheBytes(),
                () -> artifactsInUse,
                context.fileWork());
        this.adoption = new Adoption(context.directories(), workers, slots, deaths, dead, context.clock());
        this.lastStepNanos = now();
        this.housekeepingAtNanos = lastStepNanos;
    }

    private long now() {
        return context.clock().nanoTime().getAsLong();
    }

    @Override
    public void run() {
        try {
            adoption.run();
            while (!isFinished()) {
                @Nullable
                SupervisorMessage message = mailbox.poll(workers.anyMayBeEnding() ? SHORT_WAIT : LONGEST_WAIT);
                while (message != null) {
                    handle(message);
                    message = mailbox.poll();
                }
                step();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            nimbus.close();
        }
    }

    /** Told to leave the workers alone, or told to stop them, and nothing runs any more and others know of it. */
    private boolean isFinished() {
        return leaving
                || (stopping
                        && slots.all().stream().allMatch(slot -> slot.state() == SlotState.EMPTY)
                        && !deaths.isBeingTold());
    }

    private void step() {
        forgiveOwnDelay();
        workers.endedUnnoticed().forEach(this::workerExited);
        slots.applyToAll(new SlotEvent.Tick());
        tellWorkers();
        deaths.retry();
        connectToNimbus();
        reporting.sendIfDue();
        keepHouse();
    }

    /** If this thread itself stood still (a stopped process, a busy host), the workers' silence means nothing. */
    private void forgiveOwnDelay() {
        long now = now();
        if (now - lastStepNanos > context.limits().silenceTimeout().toNanos() / 2) {
            LOG.warn("the supervisor stood still for {} ms", (now - lastStepNanos) / 1_000_000);
            slots.all().forEach(slot -> slots.apply(slot.port(), new SlotEvent.Alive(slot.launch())));
        }
        lastStepNanos = now;
    }

    private void tellWorkers() {
        boolean cutOff = isCutOff();
        for (LiveWorker worker : workers.all()) {
            worker.tellCutOff(cutOff);
            Slot slot = slots.slot(worker.port());
            if (slot.state() == SlotState.RUNNING) {
                tell(worker, slot.busyWith().topologyId());
            }
        }
    }

    private boolean isCutOff() {
        return !context.isClusterReachable().getAsBoolean();
    }

    private void tell(LiveWorker worker, String topologyId) {
        @Nullable
        DesiredTopology topology = desired == null ? null : desired.topologies().get(topologyId);
        if (topology != null) { // else it cannot be read just now: the worker goes on as it is
            worker.tell(() -> define(topology.definition()), topology.placement(), topology.toldStatus());
        }
    }

    private WorkerOrder.Define define(TopologyDefinition definition) {
        @Nullable String artifact = definition.artifact();
        String path = artifact == null ? "" : artifacts.path(artifact).toString();
        return new WorkerOrder.Define(definition, path, LinkSecret.of(definition));
    }

    private void connectToNimbus() {
        if (nimbus.noticeEnd()) {
            context.readAgain().run(); // there may be another leader
        }
        if (nimbus.connectIfDue()) {
            reporting.conversationBegins();
        }
    }

    private void keepHouse() {
        if (desired != null && now() - housekeepingAtNanos >= 0) {
            housekeepingAtNanos = now() + HOUSEKEEPING_INTERVAL.toNanos();
            context.removeOldLogs(desired.liveTopologyIds());
        }
    }

    private void handle(SupervisorMessage message) {
        if (message instanceof SupervisorMessage.Desired read) {
            desired(read.state());
        } else if (message instanceof SupervisorMessage.ArtifactArrived arrived) {
            fetching.remove(arrived.sha256());
            slots.applyToAll(new SlotEvent.ArtifactReady(arrived.sha256()));
        } else if (message instanceof SupervisorMessage.ArtifactMissing missing) {
            fetching.remove(missing.sha256());
            slots.applyToAll(new SlotEvent.ArtifactFailed(missing.sha256(), missing.message()));
        } else if (message instanceof SupervisorMessage.WorkerConnected connected) {
            workerConnected(connected);
        } else if (message instanceof SupervisorMessage.WorkerReported reported) {
            workerReported(reported);
        } else if (message instanceof SupervisorMessage.WorkerDisconnected ended) {
            workers.at(ended.port()).ifPresent(worker -> worker.disconnected(ended.conversation()));
        } else if (message instanceof SupervisorMessage.ThreadsDumped dumped) {
            slots.apply(dumped.port(), new SlotEvent.Dumped(dumped.launch(), dumped.where()));
        } else if (message instanceof SupervisorMessage.WorkerExited exited) {
            workerExited(exited);
        } else if (message instanceof SupervisorMessage.DeathAnnounced announced) {
            deaths.heard(announced.death());
        } else if (message instanceof SupervisorMessage.AnnouncementFailed failed) {
            deaths.failed(failed.announcement(), failed.cause());
        } else if (message instanceof SupervisorMessage.ReportAsked asked) {
            if (nimbus.isPresent(asked.conversation())) {
                reporting.asked(asked.reportId());
            }
        } else if (message instanceof SupervisorMessage.StopWorkers) {
            stopWorkers();
        } else if (message instanceof SupervisorMessage.LeaveWorkers) {
            leaving = true;
        }
    }

    private void desired(DesiredState state) {
        if (stopping) {
            return;
        }
        boolean first = desired == null;
        desired = state;
        deaths.update(state);
        nimbus.leaderIs(state.leader());
        workers.nimbusesAre(state.nimbusesLeaderFirst());
        connectToNimbus(); // first, since artifacts come from there
        SlotWishes wishes = SlotWishes.of(state, context.supervisor().id(), slots.all());
        artifactsInUse = wishes.byPort().values().stream() // those of topologies that cannot be read now, too
                .map(SlotTarget::artifact)
                .filter(Objects::nonNull)
                .collect(Collectors.toUnmodifiableSet());
        if (first) {
            workers.expectEarlierLaunches(wishes.byPort());
        }
        for (Slot slot : slots.all()) {
            slots.apply(
                    slot.port(),
                    new SlotEvent.Wanted(
                            wishes.byPort().get(slot.port()), "its slot is not assigned to the topology any more"));
        }
        reporting.strayAssignments(wishes.strays());
        dead.keepOnly(state.liveTopologyIds());
        adoption.countEnds(state);
        if (first) {
            workers.cleanLeftovers((topologyId, port) -> state.unreadable().contains(topologyId)
                    || isWanted(topologyId, wishes.byPort().get(port)));
        }
    }

    private static boolean isWanted(String topologyId, @Nullable SlotTarget target) {
        return target != null && target.topologyId().equals(topologyId);
    }

    private void workerConnected(SupervisorMessage.WorkerConnected connected) {
        int port = connected.hello().port();
        @Nullable
        LiveWorker worker =
                workers.at(port).filter(live -> live.isOf(connected.hello())).orElse(null);
        if (worker == null) {
            LOG.warn("a worker that is not the one of its slot says hello and is told to stop: {}", connected.hello());
            connected.orders().send(new WorkerOrder.Stop("another worker, or none, has its slot"));
            connected.orders().close();
            return;
        }
        worker.connected(connected.conversation(), connected.orders());
        workers.tellNimbuses(worker);
        slots.apply(port, new SlotEvent.Hello(worker.incarnation().launchCount()));
        if (slots.slot(port).state() == SlotState.RUNNING) {
            tell(worker, slots.slot(port).busyWith().topologyId());
            deaths.greet(worker);
            reporting.ask(worker);
        }
    }

    private void workerReported(SupervisorMessage.WorkerReported reported) {
        workers.at(reported.report().port())
                .filter(worker -> worker.isTalkingOn(reported.conversation()))
                .ifPresentOrElse(
                        worker -> {
                            worker.reported(reported.report());
                            slots.apply(
                                    worker.port(),
                                    new SlotEvent.Alive(worker.incarnation().launchCount()));
                            if (reported.report().state() == WorkerState.RUNNING) {
                                slots.ready(worker.port());
                            }
                            reporting.somethingChanged();
                        },
                        () -> dead.late(reported.report()));
    }

    private void workerExited(SupervisorMessage.WorkerExited exited) {
        workers.remove(exited.topologyId(), exited.port(), exited.incarnation()).ifPresent(worker -> {
            Slot before = slots.slot(exited.port());
            boolean missed = worker.hasConnected() && !leftEmpty(exited);
            List<ExecutorTasks> executors = executorsOf(exited);
            // First, as a successor takes longest: its artifact is looked at while the others are told.
            slots.apply(
                    exited.port(),
                    new SlotEvent.Exited(exited.incarnation().launchCount(), exited.exitCode(), exited.lastWords()));
            if (missed) {
                deaths.seen(new WorkerDeath(exited.topologyId(), exited.incarnation()));
            }
            if (desired == null || desired.liveTopologyIds().contains(exited.topologyId())) {
                dead.add(Reports.withAll(worker.report(), executors)); // else nobody counts any more
            }
            noteEnd(before, slots.slot(exited.port()), exited);
            reporting.somethingChanged();
        });
    }

    /** What the worker ran, though it may have ended before it could say so. */
    private List<ExecutorTasks> executorsOf(SupervisorMessage.WorkerExited exited) {
        @Nullable
        DesiredTopology topology = desired == null ? null : desired.topologies().get(exited.topologyId());
        return topology == null || stoppedInOrder(exited)
                ? List.of()
                : topology.executorsOf(exited.incarnation().workerIndex());
    }

    /** The slot says that its worker ended without having been told to, and will forget it. */
    private void noteEnd(Slot before, Slot after, SupervisorMessage.WorkerExited exited) {
        @Nullable String notice = after.notice();
        if (notice != null && !notice.equals(before.notice())) {
            String more =
                    exited.heapDump() == null ? "" : "; it ran out of memory, its heap is in " + exited.heapDump();
            dead.ended(
                    exited.topologyId(), exited.port(), context.clock().wall().instant(), notice, more);
        }
    }

    /** What it had is nobody's any more. Of a supervisor that stops the workers may have had much, and still be assigned. */
    private boolean leftEmpty(SupervisorMessage.WorkerExited exited) {
        return !stopping && stoppedInOrder(exited);
    }

    /** It was told to stop and has done all that such a worker does before it ends. */
    private boolean stoppedInOrder(SupervisorMessage.WorkerExited exited) {
        return slots.slot(exited.port()).state() == SlotState.STOPPING
                && (exited.exitCode() == 0 || exited.exitCode() == WorkerHandle.UNKNOWN_EXIT);
    }

    private void stopWorkers() {
        stopping = true;
        slots.applyToAll(new SlotEvent.Wanted(null, "its supervisor is stopping"));
    }

    private void perform(Slot slot, SlotEffect effect) {
        if (effect instanceof SlotEffect.Fetch fetch) {
            fetch(fetch.artifact());
        } else if (effect instanceof SlotEffect.Launch launch) {
            slots.apply(slot.port(), launched(slot.port(), launch.target()));
        } else if (effect instanceof SlotEffect.SendStop stop) {
            workers.at(slot.port()).ifPresent(worker -> worker.send(new WorkerOrder.Stop(stop.reason())));
        } else if (effect instanceof SlotEffect.Dump) {
            workers.at(slot.port()).ifPresent(context::dumpThreads);
        } else if (effect instanceof SlotEffect.Kill kill) {
            LOG.warn("killing the worker on port {}: {}", slot.port(), kill.reason());
            workers.at(slot.port()).ifPresent(worker -> worker.handle().destroyForcibly());
        } else if (effect instanceof SlotEffect.Clean clean && !stopping) {
            // A stopping supervisor comes back, perhaps to the same assignment: launch counts must go on.
            workers.clean(clean.target().topologyId(), slot.port());
        }
    }

    private void fetch(String sha256) {
        if (!fetching.add(sha256)) {
            return; // another slot waits for the same one
        }
        artifacts.fetch(sha256, nimbus.artifacts(), new ArtifactFetcher.Outcome() {
            @Override
            public void arrived(String arrived) {
                mailbox.put(new SupervisorMessage.ArtifactArrived(arrived));
            }

            @Override
            public void missing(String missing, String message) {
                mailbox.put(new SupervisorMessage.ArtifactMissing(missing, message));
            }
        });
    }

    private SlotEvent launched(int port, SlotTarget target) {
        @Nullable
        DesiredTopology topology = desired == null ? null : desired.topologies().get(target.topologyId());
        if (topology == null) {
            return new SlotEvent.LaunchFailed("the definition of " + target.topologyId() + " cannot be read now");
        }
        if (isCutOff() && topology.settings().stopsIfIsolated()) {
            return new SlotEvent.LaunchFailed("this host cannot reach the cluster now, topology.isolated is stop, and"
                    + " another host may run what this worker ran");
        }
        try {
            LiveWorker worker = workers.launch(port, target, topology.settings());
            return new SlotEvent.Launched(worker.incarnation().launchCount());
        } catch (IOException e) {
            LOG.error("the worker of {} on port {} cannot be launched", target.topologyId(), port, e);
            return new SlotEvent.LaunchFailed("the worker cannot be launched: " + e.getMessage());
        }
    }
}

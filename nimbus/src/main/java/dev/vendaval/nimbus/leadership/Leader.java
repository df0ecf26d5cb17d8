package dev.vendaval.nimbus.leadership;

import dev.vendaval.api.SubmitException;
import dev.vendaval.nimbus.lifecycle.Kill;
import dev.vendaval.nimbus.lifecycle.KillFacts;
import dev.vendaval.nimbus.lifecycle.KillMachine;
import dev.vendaval.nimbus.lifecycle.KillStep;
import dev.vendaval.nimbus.lifecycle.Lifecycle;
import dev.vendaval.nimbus.lifecycle.LifecycleAction;
import dev.vendaval.nimbus.liveness.SupervisorTable;
import dev.vendaval.nimbus.scheduling.EvenScheduler;
import dev.vendaval.nimbus.scheduling.PlacementRequest;
import dev.vendaval.nimbus.scheduling.Relocation;
import dev.vendaval.nimbus.scheduling.SupervisorSlots;
import dev.vendaval.nimbus.scheduling.UsedSlot;
import dev.vendaval.nimbus.statistics.TopologyView;
import dev.vendaval.nimbus.submission.Submission;
import dev.vendaval.protocol.report.DrainReport;
import dev.vendaval.protocol.report.RebalanceReport;
import dev.vendaval.protocol.report.RebalanceStatus;
import dev.vendaval.protocol.report.SupervisorReport;
import dev.vendaval.protocol.service.RebalanceRequest;
import dev.vendaval.protocol.service.ServiceException;
import dev.vendaval.protocol.service.SupervisorLinkService.CommandSender;
import dev.vendaval.protocol.state.Assignment;
import dev.vendaval.protocol.state.ClusterState;
import dev.vendaval.protocol.state.ClusterStateException;
import dev.vendaval.protocol.state.LeaderEpoch;
import dev.vendaval.protocol.state.SupervisorRecord;
import dev.vendaval.protocol.state.TopologyState;
import dev.vendaval.protocol.state.TopologyStatus;
import dev.vendaval.protocol.state.WorkerSlot;
import dev.vendaval.protocol.topology.TopologyDefinition;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One leadership: answers requests and reports, and moves kills, rebalances and placements on. Owned by the thread {@code nimbus}.
 *
 * <p>Each step is: decide by a pure function, persist, apply. A {@link
 * ClusterStateException} out of any method leaves everything here as it was before the write;
 * what was really written is found out by {@link #recover}, which is also how a leadership begins.
 *
 * <p>Left out on purpose: giving more workers to a topology that was placed on fewer than it wanted.
 */
public final class Leader {
    private static final Logger LOG = LoggerFactory.getLogger(Leader.class);

    private final ClusterState clusterState;
    private final NimbusClock clock;
    private final Supplier<String> idSuffixes;
    private final LeaderEpoch epoch;
    private final TopologyTable topologies;
    private final SupervisorTable supervisors = new SupervisorTable();
    private final FreshReports freshReports = new FreshReports();
    private final Hosts hosts;
    private final ReportIds reportIds;
    private final Rebalances rebalances;
    private final Drains drains;
    private boolean slotsChanged;

    Leader(
            LeaderEpoch epoch,
            ClusterState clusterState,
            NimbusClock clock,
            Supplier<String> idSuffixes,
            Duration hostTimeout) {
        this.epoch = epoch;
        this.clusterState = clusterState;
        this.clock = clock;
        this.idSuffixes = idSuffixes;
        this.topologies = new TopologyTable(epoch, clusterState);
        this.hosts = new Hosts(clusterState, clock, supervisors, hostTimeout);
        // Above every id of an earlier leadership: supervisors answer with the highest id they know.
        this.reportIds = new ReportIds(epoch.number() << 32);
        this.rebalances = new Rebalances(topologies, supervisors, hosts, clock, reportIds);
        this.drains = new Drains(epoch, clusterState, topologies, supervisors, rebalances, clock);
    }

    LeaderEpoch epoch() {
        return epoch;
    }

    /** Reads the cluster state anew and takes up what it finds under way. */
    void recover() {
        supervisors.register(clusterState.supervisors());
        topologies.load();
        for (LiveTopology topology : topologies.all()) {
            if (topology.status() == TopologyStatus.KILLED) {
                topologies.advance(topology, recoveredKill(topology));
            }
        }
        rebalances.recover();
        drains.recover();
        supervisors.forgetAllBut(topologies.ids());
        hosts.restart();
        slotsChanged = true;
        LOG.info(
                "recovered {} topologies, {} supervisors are present",
                topologies.all().size(),
                supervisors.registered().size());
    }

    private Kill recoveredKill(LiveTopology topology) {
        Kill known = topology.kill();
        long now = clock.monotonicMs();
        if (topology.isPlaced()) {
            Duration wait = topology.state().value().killWaitRemaining();
            return known != null
                    ? known
                    : KillMachine.drain(
                            topology.supervisors(),
                            wait == null ? topology.settings().messageTimeout() : wait,
                            now);
        }
        return KillMachine.stop(
                known == null ? supervisors.registeredIds() : known.supervisors(),
                topology.settings().cleanupTimeout(),
                now);
    }

    /** Accepts a submit and places it; returns the topology's id. */
    public String submit(Submission submission) {
        Optional<LiveTopology> same = topologies.named(submission.request().name());
        if (same.isPresent()) {
            confirmLeading();
            return repeatedSubmit(same.get(), submission);
        }
        // A supervisor that was ready before the submit must count, even if its notification is still on the way.
        clusterChanged();
        long now = clock.epochMs();
        String id = submission.request().name() + "-" + idSuffixes.get() + "-" + now;
        TopologyStatus status = submission.request().inactive() ? TopologyStatus.INACTIVE : TopologyStatus.ACTIVE;
        LiveTopology created = create(submission.definition(id, now), TopologyState.of(status));
        LOG.info("topology {} is submitted, {}", id, status);
        slotsChanged = true;
        placeWaiting();
        return created.id();
    }

    private LiveTopology create(TopologyDefinition definition, TopologyState state) {
        try {
            return topologies.create(definition, state);
        } catch (ClusterStateException.NameTaken e) {
            UnreadableTopology holder =
                    topologies.unreadableNamed(definition.name()).orElseThrow(() -> e);
            throw unreadable(SubmitException.Code.NAME_TAKEN, definition.name(), holder);
        }
    }

    private static ServiceException unreadable(SubmitException.Code code, String name, UnreadableTopology topology) {
        return new ServiceException(
                code,
                "a topology named '" + name + "' exists (" + topology.id() + "), but its records cannot be read: "
                        + topology.why(),
                "nothing of it is changed; it needs a Nimbus of the version that wrote it");
    }

    private String repeatedSubmit(LiveTopology present, Submission submission) {
        if (present.definition().submitId().equals(submission.request().submitId())) {
            LOG.info("topology {}: its submit is repeated and was accepted before", present.id());
            placeWaiting();
            return present.id();
        }
        throw nameTaken(present.name(), present.shownStatus());
    }

    static ServiceException nameTaken(String name, @Nullable TopologyStatus status) {
        return new ServiceException(
                SubmitException.Code.NAME_TAKEN,
                "a topology named '" + name + "' exists" + (status == null ? "" : ", " + status),
                status == TopologyStatus.KILLED
                        ? "it is being killed; the name is free once vendaval list no longer shows it"
                        : "choose another name, or kill it first: vendaval kill " + name);
    }

    /** Activates, deactivates or kills; {@code wait} is how long a killed one may drain, or null for its default. */
    public void change(String name, LifecycleAction action, @Nullable Duration wait) {
        LiveTopology topology;
        Lifecycle.Move move;
        try {
            topology = known(name);
            move = Lifecycle.decide(name, topology.shownStatus(), action);
        } catch (ServiceException refusal) {
            confirmLeading();
            throw refusal;
        }
        if (move == Lifecycle.Move.NOTHING) {
            confirmLeading();
            return;
        }
        TopologyStatus before = topology.shownStatus();
        if (action == LifecycleAction.KILL) {
            kill(topology, wait == null ? topology.settings().messageTimeout() : wait);
        } else {
            topologies.changeState(topology, TopologyState.of(action.target()));
        }
        LOG.info("topology {}: {} -> {}, asked to {}", topology.id(), before, action.target(), action.verb());
    }

    /** Commands that write nothing are answered from memory, which is yesterday's if this Nimbus has slept and not noticed. */
    private void confirmLeading() {
        clusterState.confirmLeader(epoch);
    }

    private void kill(LiveTopology alive, Duration wait) {
        boolean prepares = alive.placement() != null && alive.placement().next() != null;
        LiveTopology topology = prepares ? rebalances.rollBack(alive, "the topology is killed") : alive;
        LiveTopology killed = topologies.changeState(topology, new TopologyState(TopologyStatus.KILLED, wait));
        Kill before = topology.kill();
        long now = clock.monotonicMs();
        if (before != null) {
            topologies.advance(killed, KillMachine.repeated(before, wait, now));
        } else if (topology.isPlaced()) {
            topologies.advance(killed, KillMachine.drain(topology.supervisors(), wait, now));
        } else {
            topologies.advance(
                    killed,
                    KillMachine.stop(killed.supervisors(), killed.settings().cleanupTimeout(), now));
        }
    }

    /** Plans another assignment and begins to change to it, if that is asked and there is something to change. */
    public RebalanceReport rebalance(RebalanceRequest request) {
        try {
            LiveTopology topology = known(request.name());
            clusterChanged(); // a supervisor that was ready before the request must count
            RebalanceReport report = rebalances.request(topology, request, freeSlots(), drains.drained());
            if (report.status() != RebalanceStatus.RUNNING) {
                confirmLeading();
            }
            return report;
        } catch (ServiceException refusal) {
            confirmLeading();
            throw refusal;
        }
    }

    /** How the rebalance of a topology to that assignment stands. */
    public RebalanceReport rebalanceProgress(String name, long version) {
        return rebalances.progress(known(name), version);
    }

    /** Begins to move everything off a host, or off the supervisor with that id. */
    public DrainReport drain(String host) {
        clusterChanged();
        drains.drain(host);
        return drains.report(host);
    }

    /** Lets a host or supervisor be used again. */
    public DrainReport undrain(String host) {
        clusterChanged();
        drains.undrain(host);
        slotsChanged = true;
        return drains.report(host);
    }

    /** How far a host is from having no workers. */
    public DrainReport drainProgress(String host) {
        return drains.report(host);
    }

    /** The ids of supervisors that no worker is to be on. */
    public Set<String> drained() {
        return drains.drained();
    }

    /** A supervisor has reported. */
    void report(CommandSender conversation, SupervisorReport report) {
        slotsChanged |= supervisors.report(conversation, report);
        hosts.heard(report);
    }

    /** A supervisor's conversation is over. */
    void closed(CommandSender conversation) {
        supervisors.closed(conversation);
    }

    /** The cluster state has changed: only supervisors come and go without the leader's doing. */
    void clusterChanged() {
        if (supervisors.register(clusterState.supervisors())) {
            supervisors.forgetAllBut(topologies.ids());
            slotsChanged = true;
        }
    }

    /** Moves on whatever is due; returns when, in monotonic milliseconds, it must be called at the latest. */
    long step() {
        if (hosts.stoodStill()) {
            LOG.warn("this Nimbus stood still; everything is read anew");
            recover();
        }
        long due = Long.MAX_VALUE;
        for (LiveTopology topology : topologies.all()) {
            if (topology.kill() != null) {
                due = Math.min(due, moveKillOn(topology, topology.kill()));
            }
        }
        due = Math.min(due, rebalances.step());
        due = Math.min(due, drains.step(this::freeSlots));
        hosts.follow(topologies);
        Set<String> assigned = assignedSupervisors();
        if (!hosts.dead(assigned).isEmpty()) {
            relocate();
        }
        placeWaiting();
        due = Math.min(due, freshReports.moveOn(supervisors, this::view, clock.monotonicMs()));
        return Math.min(due, hosts.nextDeathMs(assigned));
    }

    /** Asks the workers of a topology what they do; answered when they have said so, or soon after the time for it. */
    public CompletableFuture<FreshReports.Fresh> freshView(String name) {
        LiveTopology topology = known(name);
        long reportId = reportIds.next();
        reportIds.used(reportId);
        hosts.askReports(topology.id(), topology.supervisors(), reportId);
        return freshReports.await(topology, reportId, clock.monotonicMs());
    }

    private Set<String> assignedSupervisors() {
        return topologies.all().stream()
                .filter(topology -> topology.status() != TopologyStatus.KILLED)
                .flatMap(topology -> topology.supervisors().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Gives workers of dead hosts, and those that have had no slot since, slots on living ones. */
    private void relocate() {
        Set<String> dead = hosts.dead(assignedSupervisors());
        boolean sure = false;
        for (LiveTopology topology : topologies.all()) {
            Optional<Assignment> next = relocated(topology, dead);
            if (next.isPresent() && !sure) {
                clusterChanged(); // what was read of the supervisors may be a moment old, and a move is for good
                dead = hosts.deadForSure(hosts.dead(assignedSupervisors()));
                sure = true;
                next = relocated(topology, dead);
            }
            if (next.isPresent()) {
                move(topology, next.get(), dead);
            }
        }
    }

    private Optional<Assignment> relocated(LiveTopology topology, Set<String> dead) {
        Assignment present = topology.assignment();
        boolean stays = topology.status() == TopologyStatus.KILLED || topology.isChanging();
        if (present == null || stays || !Relocation.concerns(present, dead)) {
            return Optional.empty();
        }
        return Relocation.next(present, topology.nextAssignmentVersion(), dead, freeSlots())
                .map(next -> next.with(topology.growth()));
    }

    private void move(LiveTopology topology, Assignment next, Set<String> dead) {
        topologies.assign(topology, next);
        supervisors.moved(topology.id(), dead);
        LOG.warn(
                "topology {}: assignment {}, {} of {} workers have slots; dead hosts: {}",
                topology.id(),
                next.version(),
                next.workers().size(),
                next.workersWanted(),
                dead);
    }

    private long moveKillOn(LiveTopology topology, Kill kill) {
        KillFacts facts = new KillFacts(topology.id(), hosts.reachable(), hosts.reports(), reportIds.next());
        KillStep next = KillMachine.next(kill, facts, topology.settings().cleanupTimeout(), clock.monotonicMs());
        switch (next.effect()) {
            case WAIT -> topologies.advance(topology, next.kill());
            case ASK_REPORTS -> {
                reportIds.used(next.kill().round());
                topologies.advance(topology, next.kill());
                hosts.askReports(
                        topology.id(), next.kill().supervisors(), next.kill().round());
            }
            case STOP_WORKERS -> {
                LOG.info("topology {}: its workers are stopped, {}", topology.id(), next.reason());
                LiveTopology stopped = topologies.assign(topology, withoutWorkers(topology));
                topologies.advance(stopped, next.kill());
                slotsChanged = true;
            }
            case REMOVE -> {
                topologies.remove(topology);
                supervisors.forgetAllBut(topologies.ids());
                slotsChanged = true;
                LOG.info("topology {} is gone, {}", topology.id(), next.reason());
                return Long.MAX_VALUE;
            }
        }
        return next.kill().dueAtMs();
    }

    private static Assignment withoutWorkers(LiveTopology topology) {
        return new Assignment(
                topology.id(),
                topology.nextAssignmentVersion(),
                topology.settings().workers(),
                List.of(),
                List.of(),
                List.of(),
                topology.growth());
    }

    /** Places topologies without workers, the longest waiting first, when slots may have become free. */
    private void placeWaiting() {
        if (!slotsChanged) {
            return;
        }
        relocate();
        for (LiveTopology topology : topologies.all()) {
            if (topology.isWaiting()) {
                place(topology);
            }
        }
        slotsChanged = false;
    }

    private void place(LiveTopology topology) {
        PlacementRequest request = new PlacementRequest(
                topology.id(), topology.nextAssignmentVersion(), topology.workersWanted(), topology.executors());
        Assignment decided = EvenScheduler.place(request, freeSlots()).with(topology.growth());
        Assignment present = topology.assignment();
        boolean waitsAsBefore = present != null
                && decided.workers().isEmpty()
                && decided.unassigned().equals(present.unassigned());
        if (waitsAsBefore) {
            return;
        }
        topologies.assign(topology, decided);
        if (decided.workers().isEmpty()) {
            LOG.info(
                    "topology {} waits: {}",
                    topology.id(),
                    decided.unassigned().get(0).reason());
        } else {
            LOG.info(
                    "topology {}: assignment {} with {} of {} workers wanted",
                    topology.id(),
                    decided.version(),
                    decided.workers().size(),
                    decided.workersWanted());
        }
    }

    private List<SupervisorSlots> freeSlots() {
        return drains.usable(
                SupervisorSlots.of(supervisorsWithKnownSlots(), slotUse().keySet()));
    }

    /** While an assignment cannot be read, only its workers tell which slots it has; so they must have been heard of. */
    private List<SupervisorRecord> supervisorsWithKnownSlots() {
        boolean allReadable = topologies.unreadable().stream().allMatch(topology -> topology.assignment() != null);
        return supervisors.registered().stream()
                .filter(supervisor -> allReadable || supervisors.reports().containsKey(supervisor.id()))
                .toList();
    }

    /** Every slot that is assigned or still has a worker, with the topology's id. */
    public Map<UsedSlot, String> slotUse() {
        Map<UsedSlot, String> used = new HashMap<>(supervisors.workersBySlot());
        topologies
                .unreadable()
                .forEach(topology -> use(
                        used,
                        topology.id(),
                        topology.assignment() == null
                                ? List.of()
                                : topology.assignment().workers()));
        topologies.all().forEach(topology -> use(used, topology.id(), topology.workers()));
        return used;
    }

    private static void use(Map<UsedSlot, String> used, String topologyId, List<WorkerSlot> workers) {
        for (WorkerSlot slot : workers) {
            used.put(new UsedSlot(slot.supervisorId(), slot.port()), topologyId);
        }
    }

    /** Which hosts live; only on the owner's thread. */
    Hosts hosts() {
        return hosts;
    }

    /** The supervisors, for questions; only on the owner's thread. */
    public SupervisorTable supervisors() {
        return supervisors;
    }

    /** Everything known of one topology. */
    public TopologyView view(String name) {
        return view(known(name));
    }

    /** Everything known of all topologies, in the order of their submits. */
    public List<TopologyView> views() {
        return topologies.all().stream().map(this::view).toList();
    }

    private TopologyView view(LiveTopology topology) {
        return new TopologyView(
                topology.definition(),
                topology.layout(),
                topology.shownStatus(),
                topology.assignment(),
                List.copyOf(supervisors.reports().values()),
                supervisors.registeredIds(),
                hosts.orphanedSlots());
    }

    private LiveTopology known(String name) {
        return topologies.named(name).orElseThrow(() -> {
            Optional<UnreadableTopology> unreadable = topologies.unreadableNamed(name);
            if (unreadable.isPresent()) {
                return unreadable(SubmitException.Code.ILLEGAL_STATE, name, unreadable.get());
            }
            List<String> names = topologies.all().stream()
                    .map(LiveTopology::name)
                    .sorted()
                    .limit(20)
                    .toList();
            return new ServiceException(
                    SubmitException.Code.NOT_FOUND,
                    "no topology named '" + name + "'",
                    names.isEmpty() ? "no topology is running" : "there are: " + String.join(", ", names));
        });
    }

    /** Lets go of the supervisors, so that they look for the leader anew. */
    void resign() {
        freshReports.giveUp(new ServiceException(
                SubmitException.Code.NO_CLUSTER, "this Nimbus does not lead any more", "repeat the command"));
        hosts.resign();
    }
}

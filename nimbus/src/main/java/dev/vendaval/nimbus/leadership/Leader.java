package dev.vendaval.nimbus.leadership;

import dev.vendaval.api.SubmitException;
import dev.vendaval.nimbus.lifecycle.Lifecycle;
import dev.vendaval.nimbus.lifecycle.LifecycleAction;
import dev.vendaval.nimbus.liveness.SupervisorTable;
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
import dev.vendaval.protocol.state.ClusterState;
import dev.vendaval.protocol.state.ClusterStateException;
import dev.vendaval.protocol.state.LeaderEpoch;
import dev.vendaval.protocol.state.TopologyState;
import dev.vendaval.protocol.state.TopologyStatus;
import dev.vendaval.protocol.topology.TopologyDefinition;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One leadership: answers requests and reports, and moves on what is under way: {@link Kills}, {@link Rebalances},
 * {@link Drains}, and the {@link Placer} who gives slots. Owned by the thread {@code nimbus}, like all of these.
 *
 * <p>Each step is: decide by a pure function, persist, apply. A {@link
 * ClusterStateException} out of any method leaves everything here as it was before the write;
 * what was really written is found out by {@link #recover}, which is also how a leadership begins.
 */
public final class Leader {
    private static final Logger LOG = LoggerFactory.getLogger(Leader.class);

    /** Whoever repairs a record is noticed at once; this is for what only a reader can tell. */
    private static final long LOOK_AGAIN_MS = 5_000;

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
    private final Joins joins;
    private final Placer placer;
    private final Kills kills;
    private long lookAgainMs;

    Leader(
            LeaderEpoch epoch,
            ClusterState clusterState,
            NimbusClock clock,
            Supplier<String> idSuffixes,
            LeadershipSettings settings) {
        this.epoch = epoch;
        this.clusterState = clusterState;
        this.clock = clock;
        this.idSuffixes = idSuffixes;
        this.topologies = new TopologyTable(epoch, clusterState);
        this.hosts = new Hosts(clusterState, clock, supervisors, settings.hostTimeout());
        // Above every id of an earlier leadership: supervisors answer with the highest id they know.
        this.reportIds = new ReportIds(epoch.number() << 32);
        this.rebalances = new Rebalances(topologies, supervisors, hosts, clock, reportIds);
        this.drains = new Drains(epoch, clusterState, topologies, supervisors, rebalances, clock);
        this.joins = new Joins(settings.rebalanceOnJoin(), topologies, rebalances, clock);
        this.placer = new Placer(clusterState, topologies, supervisors, hosts, drains);
        this.kills = new Kills(topologies, supervisors, hosts, rebalances, reportIds, clock);
    }

    LeaderEpoch epoch() {
        return epoch;
    }

    /** Reads the cluster state anew and takes up what it finds under way. */
    void recover() {
        supervisors.register(clusterState.supervisors());
        topologies.load();
        kills.recover();
        rebalances.recover();
        drains.recover();
        joins.recover(supervisors.registeredIds());
        supervisors.forgetAllBut(topologies.ids());
        hosts.restart();
        placer.slotsChanged();
        LOG.info(
                "recovered {} topologies, {} supervisors are present",
                topologies.all().size(),
                supervisors.registered().size());
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
        placer.slotsChanged();
        placer.placeWaiting();
        return created.id();
    }

    private LiveTopology create(TopologyDefinition definition, TopologyState state) {
        try {
            return topologies.create(definition, state);
        } catch (ClusterStateException.NameTaken e) {
            UnreadableTopology holder =
                    topologies.unreadableNamed(definition.name()).orElseThrow(() -> e);
            throw Refusals.unreadable(SubmitException.Code.NAME_TAKEN, definition.name(), holder);
        }
    }

    private String repeatedSubmit(LiveTopology present, Submission submission) {
        if (present.definition().submitId().equals(submission.request().submitId())) {
            LOG.info("topology {}: its submit is repeated and was accepted before", present.id());
            placer.placeWaiting();
            return present.id();
        }
        throw Refusals.nameTaken(present.name(), present.shownStatus());
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
            kills.kill(topology, wait == null ? topology.settings().messageTimeout() : wait);
        } else {
            topologies.changeState(topology, TopologyState.of(action.target()));
        }
        LOG.info("topology {}: {} -> {}, asked to {}", topology.id(), before, action.target(), action.verb());
    }

    /** Commands that write nothing are answered from memory, which is yesterday's if this Nimbus has slept and not noticed. */
    private void confirmLeading() {
        clusterState.confirmLeader(epoch);
    }

    /** Plans another assignment and begins to change to it, if that is asked and there is something to change. */
    public RebalanceReport rebalance(RebalanceRequest request) {
        try {
            LiveTopology topology = known(request.name());
            clusterChanged(); // a supervisor that was ready before the request must count
            RebalanceReport report = rebalances.request(topology, request, placer.slotsToAskFor(), drains.drained());
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
        drains.step(placer::freeSlots); // at once, so that the answer says what is in the way
        return drains.report(host);
    }

    /** Lets a host or supervisor be used again. */
    public DrainReport undrain(String host) {
        clusterChanged();
        DrainReport undrained = drains.undrain(host);
        placer.slotsChanged();
        return undrained;
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
        String id = report.supervisor().id();
        if (!supervisors.speaksOn(conversation, id)) {
            freshReports.connected(id, conversation);
        }
        if (supervisors.report(conversation, report)) {
            placer.slotsChanged();
        }
        hosts.heard(report);
    }

    /** A supervisor's conversation is over. */
    void closed(CommandSender conversation) {
        supervisors.closed(conversation);
    }

    /** The cluster state has changed: only supervisors come and go, and records are repaired, without the leader's doing. */
    void clusterChanged() {
        placer.lookAtSupervisors();
        lookAgainMs = clock.monotonicMs();
    }

    /** What somebody has repaired is known again; returns when to look at the latest. */
    private long lookAtUnreadable() {
        if (topologies.unreadable().isEmpty()) {
            return Long.MAX_VALUE;
        }
        long now = clock.monotonicMs();
        if (now >= lookAgainMs) {
            lookAgainMs = now + LOOK_AGAIN_MS;
            if (topologies.canReadMore()) {
                recover();
            }
        }
        return lookAgainMs;
    }

    /** Moves on whatever is due; returns when, in monotonic milliseconds, it must be called at the latest. */
    long step() {
        if (hosts.stoodStill()) {
            LOG.warn("this Nimbus stood still; everything is read anew");
            recover();
        }
        long due = lookAtUnreadable();
        due = Math.min(due, kills.step());
        due = Math.min(due, rebalances.step());
        due = Math.min(due, drains.step(placer::freeSlots));
        joins.follow(supervisors.registeredIds());
        due = Math.min(due, joins.step(placer::freeSlots, drains.drained()));
        hosts.follow(topologies);
        Set<String> assigned = placer.assignedSupervisors();
        placer.replaceTheDead(assigned);
        placer.placeWaiting();
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

    /** Every slot that is assigned or still has a worker, with the topology's id. */
    public Map<UsedSlot, String> slotUse() {
        return placer.slotUse();
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
                topology.configured(),
                topology.layout(),
                topology.shownStatus(),
                topology.assignment(),
                rebalances.situation(topology),
                List.copyOf(supervisors.reports().values()),
                supervisors.registeredIds(),
                hosts.orphanedSlots());
    }

    private LiveTopology known(String name) {
        return topologies.named(name).orElseThrow(() -> {
            Optional<UnreadableTopology> unreadable = topologies.unreadableNamed(name);
            if (unreadable.isPresent()) {
                return Refusals.unreadable(SubmitException.Code.ILLEGAL_STATE, name, unreadable.get());
            }
            return Refusals.unknown(
                    name, topologies.all().stream().map(LiveTopology::name).toList());
        });
    }

    /** Lets go of the supervisors, so that they look for the leader anew. */
    void resign() {
        freshReports.giveUp(new ServiceException(
                SubmitException.Code.NO_CLUSTER, "this Nimbus does not lead any more", "repeat the command"));
        hosts.resign();
    }
}

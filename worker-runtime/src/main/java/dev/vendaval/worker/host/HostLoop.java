package dev.vendaval.worker.host;

import dev.vendaval.protocol.config.TopologySettings;
import dev.vendaval.protocol.report.Incarnation;
import dev.vendaval.protocol.report.SwitchReport;
import dev.vendaval.protocol.report.WorkerReport;
import dev.vendaval.protocol.report.WorkerState;
import dev.vendaval.protocol.service.WorkerOrder;
import dev.vendaval.protocol.state.Assignment;
import dev.vendaval.protocol.state.TopologyStatus;
import dev.vendaval.protocol.state.WorkerSlot;
import dev.vendaval.worker.link.FencedException;
import dev.vendaval.worker.loader.UserClassLoader;
import dev.vendaval.worker.plan.TopologyPlan;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a worker does, event by event. Owned by the worker's host thread; see {@link WorkerPhase} for how
 * far it is.
 *
 * <pre>
 * UNDEFINED --Define--&gt; DEFINED --Adopt, Prepare--&gt; STARTING --all ready--&gt; RUNNING --Stop, fault--&gt; STOPPING --&gt; ENDED
 * </pre>
 */
final class HostLoop {
    private static final Logger log = LoggerFactory.getLogger(HostLoop.class);
    private static final long REPORT_EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Changes of executors, and steps of a change, within this time share a report. */
    private static final long CHANGE_REPORT_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    /** While something is to be told by the next step of a change. */
    private static final long CHANGE_LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final WorkerOptions options;
    private final Consumer<HostEvent> events;
    private final SupervisorTalk supervisor;
    private final NimbusTalk nimbus;
    private final Reporter reporter;
    private final PartInChange change;
    private final Isolation isolation = new Isolation();

    /** The highest dead incarnation of each other worker, as far as it was told. */
    private final Map<Integer, Incarnation> deaths = new TreeMap<>();

    private WorkerPhase phase = WorkerPhase.UNDEFINED;
    private WorkerOrder.@Nullable Define definition;
    private @Nullable ClassLoader loader;
    private @Nullable Assignment adopted;
    private @Nullable TopologyStatus status;
    private @Nullable RunningTopology running;
    private @Nullable WorkerEnd end;
    private long nextReport;
    private long nextConverse;
    private final long createdAt;
    private long definedAt;
    private long startingAt;

    HostLoop(WorkerOptions options, Consumer<HostEvent> events) {
        this.options = options;
        this.events = events;
        this.supervisor = new SupervisorTalk(options, events);
        this.nimbus = new NimbusTalk(options, events);
        this.reporter = new Reporter(options, events);
        this.change = new PartInChange(options, events);
        this.createdAt = options.clock().nanos();
        this.nextReport = createdAt;
        this.nextConverse = createdAt;
    }

    boolean isStopping() {
        return end != null;
    }

    /** Handles an event, if there is one, and what is due by time. */
    void step(@Nullable HostEvent event) {
        if (event != null) {
            handle(event);
        }
        long now = options.clock().nanos();
        nextConverse = converse(now);
        if (running == null && supervisor.isLost(now)) {
            endWith(new WorkerEnd("its supervisor at " + options.supervisor() + " has been gone for 10 s", null));
        }
        if (running != null) {
            stopIfIsolated(running, now);
            if (change.goOn(running, now)) {
                nextReport = Math.min(nextReport, now + CHANGE_REPORT_NANOS);
            }
        }
        if (now - nextReport >= 0) {
            nextReport = now + REPORT_EVERY_NANOS;
            collect(0, now);
        }
        if (reporter.isDue(now)) {
            report(now);
        }
    }

    /** Opens, goes on with or ends the conversations; returns when to look again. */
    private long converse(long now) {
        long again = supervisor.onTime(now);
        boolean needed = running != null && needsNimbus(running);
        boolean urgent = running != null && running.stopsIfIsolated();
        return Math.min(again, nimbus.onTime(needed, urgent, now));
    }

    private boolean needsNimbus(RunningTopology present) {
        return present.stopsIfIsolated() ? !supervisor.isHeardAndReachesCluster() : !supervisor.isHeard();
    }

    private void stopIfIsolated(RunningTopology present, long now) {
        if (!present.stopsIfIsolated()) {
            return;
        }
        boolean heard = supervisor.isHeardAndReachesCluster()
                || nimbus.isHeard()
                || present.hearsAnotherHost(Isolation.PEER_SILENCE_NANOS);
        if (isolation.isOver(heard, now)) {
            endWith(new WorkerEnd(
                    "it is cut off: neither a supervisor that reaches ZooKeeper, nor Nimbus, nor a worker on another host"
                            + " is heard, and topology.isolated is stop",
                    null));
        }
    }

    /** How long to wait for an event until the next {@link #step}; at least 1. */
    long nanosUntilTimer() {
        long now = options.clock().nanos();
        long left = Math.min(nextReport, nextConverse) - now;
        if (running != null && running.isChanging()) {
            left = Math.min(left, CHANGE_LOOK_NANOS);
        }
        if (isolation.isCutOff()) {
            left = Math.min(left, Isolation.LIMIT_NANOS / 10);
        }
        return Math.max(1, Math.min(left, REPORT_EVERY_NANOS));
    }

    private void handle(HostEvent event) {
        long now = options.clock().nanos();
        if (event instanceof HostEvent.Ordered ordered) {
            if (supervisor.accepts(ordered)) {
                obey(ordered.order(), now);
            }
        } else if (event instanceof HostEvent.Disconnected disconnected) {
            supervisor.disconnected(disconnected, now);
        } else if (event instanceof HostEvent.NimbusOrdered ordered) {
            if (nimbus.accepts(ordered, now)) {
                obey(ordered.order(), now);
            }
        } else if (event instanceof HostEvent.NimbusLeft left) {
            nimbus.left(left, now);
        } else if (event instanceof HostEvent.ExecutorsChanged) {
            executorsChanged(now);
        } else if (event instanceof HostEvent.EpochHeard heard) {
            if (running != null) {
                running.heard(heard.version());
            }
        } else if (event instanceof HostEvent.HooksStarted hooks) {
            hooksStarted(hooks, now);
        } else if (event instanceof HostEvent.Fatal fatal) {
            endWith(new WorkerEnd("a fault it cannot go on after: " + fatal.cause(), fatal.cause()));
        } else if (event instanceof HostEvent.StopAsked stop) {
            endWith(new WorkerEnd(stop.reason(), null));
        }
        // Collected and Rehearsed only wake this thread: step looks at what has changed.
    }

    private void obey(WorkerOrder order, long now) {
        if (order instanceof WorkerOrder.Define define) {
            define(define);
        } else if (order instanceof WorkerOrder.Adopt adopt) {
            adopt(adopt);
        } else if (order instanceof WorkerOrder.Prepare prepare) {
            prepare(prepare.next(), prepare.inForce());
        } else if (order instanceof WorkerOrder.Abort abort) {
            if (running != null) {
                running.follower().abort(abort.version());
            }
        } else if (order instanceof WorkerOrder.ReportNow reportNow) {
            collect(reportNow.reportId(), now);
        } else if (order instanceof WorkerOrder.Stop stop) {
            endWith(new WorkerEnd("ordered to stop: " + stop.reason(), null));
        } else if (order instanceof WorkerOrder.Died died) {
            died(died.incarnation());
        } else if (order instanceof WorkerOrder.HostCutOff host) {
            supervisor.saysHostIsCutOff(host.cutOff());
        }
    }

    /** Told again after each reconnect, and by several: what is known already changes nothing. */
    private void died(Incarnation dead) {
        Incarnation known = deaths.get(dead.workerIndex());
        boolean news = known == null || known.compareTo(dead) < 0;
        if (news) {
            deaths.put(dead.workerIndex(), dead);
            if (running != null) {
                running.died(dead);
            }
        }
    }

    /** Repeated by a supervisor after a reconnect; the first one counts. */
    private void define(WorkerOrder.Define define) {
        if (!define.definition().id().equals(options.topologyId())) {
            log.error(
                    "{} was ordered to run {}; ignored",
                    options,
                    define.definition().id());
            return;
        }
        if (phase != WorkerPhase.UNDEFINED) {
            nextReport = options.clock().nanos(); // whoever tells this again does not know what has been counted
            return;
        }
        try {
            loader = options.loaders().loaderFor(define);
        } catch (RuntimeException e) {
            endWith(new WorkerEnd("its user code cannot be loaded: " + e.getMessage(), e));
            return;
        }
        definition = define;
        definedAt = options.clock().nanos();
        become(WorkerPhase.DEFINED, "definition of " + define.definition().name());
    }

    private void adopt(WorkerOrder.Adopt adopt) {
        WorkerOrder.Define define = definition;
        ClassLoader users = loader;
        if (define == null || users == null) {
            log.error("{} got an assignment before its definition; ignored", options);
        } else if (isOutdatedBy(adopt.assignment())) {
            endWith(fenced("its slot has been given away anew"));
        } else if (running == null) {
            startIn(define, users, adopt);
        } else {
            follow(running, adopt);
        }
    }

    private static WorkerEnd fenced(String reason) {
        return new WorkerEnd(reason, new FencedException(reason));
    }

    private boolean isOutdatedBy(Assignment assignment) {
        int index = options.incarnation().workerIndex();
        return assignment.workers().stream()
                .anyMatch(slot -> slot.index() == index
                        && slot.lease() > options.incarnation().lease());
    }

    /** In what is in force; also if that is all that is to be said of what an earlier life of this worker had. */
    private void startIn(WorkerOrder.Define define, ClassLoader users, WorkerOrder.Adopt adopt) {
        Assignment previous = adopt.previous();
        if (!hasOwnSlot(adopt.assignment()) && (previous == null || !hasOwnSlot(previous))) {
            log.warn(
                    "{} is not in assignment {}; waiting for another",
                    options,
                    adopt.assignment().version());
            return;
        }
        adopted = adopt.assignment();
        start(define, users, adopt.assignment(), previous, false, adopt.status());
    }

    /** New with an assignment that is not in force yet, or with a part in it already. */
    private void prepare(Assignment next, Assignment inForce) {
        WorkerOrder.Define define = definition;
        ClassLoader users = loader;
        RunningTopology present = running;
        if (define == null || users == null) {
            log.error("{} was to prepare an assignment before it got its definition; ignored", options);
        } else if (present != null) {
            try {
                present.prepare(next, inForce);
                rehearse(define);
            } catch (IllegalArgumentException e) {
                change.cannotPrepare(next.version(), String.valueOf(e.getMessage()));
            }
        } else if (hasOwnSlot(next)) {
            start(define, users, next, inForce, true, TopologyStatus.INACTIVE);
            rehearse(define);
        } else {
            log.warn("{} is not in assignment {}, which it was to prepare", options, next.version());
        }
    }

    private void rehearse(WorkerOrder.Define define) {
        if (end == null) {
            change.rehearse(TopologySettings.of(define.definition().config()).rebalancePrepareTimeout());
        }
    }

    private void start(
            WorkerOrder.Define define,
            ClassLoader users,
            Assignment assignment,
            @Nullable Assignment previous,
            boolean isNew,
            TopologyStatus first) {
        startingAt = options.clock().nanos();
        become(WorkerPhase.STARTING, "assignment " + assignment.version());
        try {
            RunningTopology made =
                    new RunningTopology(options, define, users, assignment, previous, isNew, first, events);
            running = made;
            status = first;
            deaths.values().forEach(made::died);
            made.start(error -> events.accept(new HostEvent.HooksStarted(error)));
        } catch (IOException | RuntimeException e) {
            endWith(new WorkerEnd("it cannot start: " + e.getMessage(), e));
        }
    }

    private boolean hasOwnSlot(Assignment assignment) {
        return assignment.workers().stream()
                .map(WorkerSlot::index)
                .anyMatch(index -> index == options.incarnation().workerIndex());
    }

    private void follow(RunningTopology present, WorkerOrder.Adopt adopt) {
        Assignment next = adopt.assignment();
        Assignment before = adopted;
        if (before != null && next.version() < before.version()) {
            return; // from somebody who knows less: its status is as old
        }
        if (present.adopt(next, adopt.previous())) {
            adopted = next;
        }
        if (adopt.status() != status) {
            log.info("{}: topology status {} -> {}", options, status, adopt.status());
            status = adopt.status();
            present.executors().applyStatus(adopt.status());
        }
    }

    private void hooksStarted(HostEvent.HooksStarted hooks, long now) {
        Throwable error = hooks.error();
        if (error != null) {
            endWith(new WorkerEnd("a worker hook failed to start: " + error, error));
        } else if (running != null) {
            running.startExecutors();
            executorsChanged(now); // a worker without executors hears of no change
        }
    }

    private void executorsChanged(long now) {
        if (phase == WorkerPhase.STARTING
                && running != null
                && running.executors().allRunning()) {
            become(WorkerPhase.RUNNING, "all executors are ready; " + startTimes(now));
        }
        nextReport = Math.min(nextReport, now + CHANGE_REPORT_NANOS);
    }

    private String startTimes(long now) {
        return "definition after " + millis(createdAt, definedAt) + " ms, assignment after "
                + millis(definedAt, startingAt) + ", ready after " + millis(startingAt, now);
    }

    private static long millis(long from, long to) {
        return TimeUnit.NANOSECONDS.toMillis(to - from);
    }

    private void collect(long reportId, long now) {
        if (running != null) {
            reporter.collect(running, reportId, now);
        } else {
            reporter.answerWithNothing(reportId);
            report(now);
        }
    }

    private void report(long now) {
        WorkerState state = phase == WorkerPhase.RUNNING ? WorkerState.RUNNING : WorkerState.STARTING;
        long version = adopted == null ? 0 : adopted.version();
        TopologyPlan plan = running == null ? null : running.follower().present();
        if (plan != null) {
            version = Math.max(version, plan.version()); // it may have heard from another worker first
        }
        SwitchReport switching = running == null ? SwitchReport.NONE : change.report(running);
        WorkerReport report = reporter.report(running, state, version, switching, now);
        supervisor.report(report);
        nimbus.report(report);
    }

    private void endWith(WorkerEnd reason) {
        if (end == null) {
            end = reason;
            become(WorkerPhase.STOPPING, reason.reason());
        }
    }

    /** Takes everything down and says how it ended. */
    WorkerEnd stop() throws InterruptedException {
        WorkerEnd reason = end == null ? new WorkerEnd("stopped", null) : end;
        change.stop();
        if (running != null) {
            running.stop(reason.isOrderly() && isEmpty(running), reason.isFenced());
        }
        change.close();
        supervisor.close();
        nimbus.close();
        closeLoader();
        become(WorkerPhase.ENDED, reason.reason());
        return reason;
    }

    /** Whether nobody awaits anything of this worker: then it leaves, and is not missed. */
    private boolean isEmpty(RunningTopology present) {
        TopologyPlan plan = present.follower().present();
        return plan == null
                || status == TopologyStatus.KILLED
                || (!plan.workers().containsKey(options.incarnation().workerIndex())
                        && !present.changeover().isUnderWay());
    }

    private void closeLoader() {
        if (loader instanceof UserClassLoader users) {
            try {
                users.close();
            } catch (IOException e) {
                log.warn("{}: its class loader could not be closed", options, e);
            }
        }
    }

    private void become(WorkerPhase next, String why) {
        if (!phase.mayBecome(next)) {
            throw new IllegalStateException(options + " cannot go from " + phase + " to " + next + ": " + why);
        }
        log.info("{}: {} -> {} ({})", options, phase, next, why);
        phase = next;
    }
}

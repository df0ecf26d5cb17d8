package dev.vendaval.tests.simulation;

import dev.vendaval.protocol.report.InFlight;
import dev.vendaval.protocol.report.Incarnation;
import dev.vendaval.protocol.report.SwitchReport;
import dev.vendaval.protocol.report.WorkerInsight;
import dev.vendaval.protocol.report.WorkerReport;
import dev.vendaval.protocol.report.WorkerState;
import dev.vendaval.protocol.state.Assignment;
import dev.vendaval.protocol.state.TopologyStatus;
import dev.vendaval.supervisor.SlotTurns.Told;
import dev.vendaval.supervisor.slot.SlotTarget;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A worker's process as its supervisor knows it: it connects, reports, does as told, prepares, settles, drains, hangs and dies. */
final class SimulatedWorker {
    private static final int LONGEST_DRAIN = 6_000;
    private static final int LONGEST_CLEANUP = 2_500;
    private static final int LONGEST_PREPARATION = 1_500;
    private static final int LONGEST_SWITCH = 2_000;

    final SlotTarget target;
    final Incarnation incarnation;
    final int port;
    final long launchedAt;
    private final World world;
    private final SimulatedHost host;
    private boolean alive = true;
    private boolean stopping;
    private long hungUntil;
    private long answered;
    private long quietAt = Long.MAX_VALUE;
    private long prepared;
    private long settlesAt;
    private long settledBefore;
    private @Nullable SimulatedSupervisor connected;
    private @Nullable Told told;

    SimulatedWorker(SimulatedHost host, World world, int port, SlotTarget target, long launch) {
        this.host = host;
        this.world = world;
        this.port = port;
        this.target = target;
        this.incarnation = new Incarnation(target.workerIndex(), target.lease(), launch);
        this.launchedAt = world.time.now();
        world.time.after(world.chance.between(200, 2_000), this::goOn);
    }

    private void goOn() {
        if (!alive) {
            return;
        }
        SimulatedSupervisor supervisor = host.supervisor();
        if (!isHung() && supervisor != null) {
            if (connected != supervisor) {
                connected = supervisor;
                supervisor.deliver(() -> supervisor.hello(this));
            } else if (!world.faults.messageIsLost()) {
                WorkerReport report = report();
                supervisor.deliver(() -> supervisor.reported(this, report));
            }
        }
        world.time.after(world.chance.between(300, 1_000), this::goOn);
    }

    boolean isAlive() {
        return alive;
    }

    private boolean isHung() {
        return world.time.now() < hungUntil;
    }

    /** Nothing of its topology is under way in it. */
    boolean isQuiet() {
        return told == null || world.time.now() >= quietAt;
    }

    @Nullable
    Told told() {
        return told;
    }

    void hang(long millis) {
        hungUntil = world.time.now() + millis;
    }

    /** It loses what it was told with the conversation before this one. */
    void adopt(Told newlyTold) {
        world.time.after(world.chance.upTo(100), () -> {
            if (alive && !isHung()) {
                boolean hasEmitted = told != null;
                follow(newlyTold.assignmentVersion());
                told = newlyTold;
                if (newlyTold.status().equals(TopologyStatus.KILLED.name()) && quietAt == Long.MAX_VALUE) {
                    quietAt = world.time.now() + (hasEmitted ? world.chance.upTo(LONGEST_DRAIN) : 0);
                }
            }
        });
    }

    private void follow(long version) {
        if (told == null || told.assignmentVersion() != version) {
            settledBefore = settled();
            settlesAt = world.time.now() + world.chance.upTo(LONGEST_SWITCH);
        }
    }

    /** The newest assignment in which it has nothing left to take over or to hand over. */
    private long settled() {
        return told != null && world.time.now() >= settlesAt ? told.assignmentVersion() : settledBefore;
    }

    boolean isIn(Assignment assignment) {
        return assignment.workers().stream()
                .anyMatch(slot -> slot.index() == incarnation.workerIndex() && slot.lease() == incarnation.lease());
    }

    /** The newest assignment that it is ready for. */
    long prepared() {
        return prepared;
    }

    void prepare(long version) {
        world.time.after(world.chance.upTo(LONGEST_PREPARATION), () -> {
            if (alive && !isHung()) {
                prepared = Math.max(prepared, version);
            }
        });
    }

    void answer(long reportId) {
        world.time.after(world.chance.between(1, 300), () -> {
            SimulatedSupervisor supervisor = connected;
            if (alive && !isHung() && supervisor != null) {
                answered = Math.max(answered, reportId);
                WorkerReport answer = report();
                supervisor.deliver(() -> supervisor.reported(this, answer));
            }
        });
    }

    void stop() {
        if (!isHung() && !stopping) {
            stopping = true;
            world.time.after(world.chance.upTo(LONGEST_CLEANUP), () -> exit(0));
        }
    }

    void kill() {
        world.time.after(world.chance.upTo(50), () -> exit(137));
    }

    void exit(int code) {
        if (alive) {
            alive = false;
            host.ended(this, code);
        }
    }

    WorkerReport report() {
        Told now = told;
        return new WorkerReport(
                target.topologyId(),
                port,
                4711,
                incarnation,
                now == null ? WorkerState.STARTING : WorkerState.RUNNING,
                answered,
                now == null ? 0 : now.assignmentVersion(),
                now == null ? "" : now.status(),
                0,
                0,
                0,
                isQuiet() ? InFlight.NONE : new InFlight(1, 1, 0, 0, 0, 0),
                List.of(),
                List.of(),
                List.of(),
                0,
                WorkerInsight.NONE,
                new SwitchReport(prepared, null, 0, settled(), List.of(), 0, List.of()));
    }

    @Override
    public String toString() {
        return "worker " + incarnation + " of " + target.topologyId() + " on " + host.id() + ":" + port;
    }
}

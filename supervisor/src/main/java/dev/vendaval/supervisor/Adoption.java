package dev.vendaval.supervisor;

import dev.vendaval.protocol.report.WorkerReport;
import dev.vendaval.protocol.report.WorkerState;
import dev.vendaval.protocol.service.WorkerDeath;
import dev.vendaval.supervisor.disk.WorkerDirectories;
import dev.vendaval.supervisor.disk.WorkerRecord;
import dev.vendaval.supervisor.launch.WorkerHandle;
import dev.vendaval.supervisor.slot.SlotEvent;
import dev.vendaval.supervisor.slot.SlotTarget;
import dev.vendaval.supervisor.worker.Reports;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of the workers that an earlier supervisor of this directory has left: those that live stay in their
 * slots, those that ended meanwhile are dead, those whose port is no slot any more are ended. A process counts as
 * such a worker only if its id and its birth are those that were noted; any other is left alone. Done once,
 * by the supervisor's owner thread, before it looks at anything else; what executors ended with a worker can be said
 * only when the assignments are known.
 */
final class Adoption {
    private static final Logger LOG = LoggerFactory.getLogger(Adoption.class);

    private final WorkerDirectories directories;
    private final Workers workers;
    private final SlotBoard slots;
    private final DeathNews deaths;
    private final DeadWorkers dead;
    private final SupervisorClock clock;
    private final List<Ended> endedMeanwhile = new ArrayList<>();

    private record Ended(WorkerDirectories.Found found, WorkerRecord noted) {}

    Adoption(
            WorkerDirectories directories,
            Workers workers,
            SlotBoard slots,
            DeathNews deaths,
            DeadWorkers dead,
            SupervisorClock clock) {
        this.directories = directories;
        this.workers = workers;
        this.slots = slots;
        this.deaths = deaths;
        this.dead = dead;
        this.clock = clock;
    }

    void run() {
        try {
            for (WorkerDirectories.Found found : directories.all()) {
                noted(found).ifPresent(noted -> decide(found, noted));
            }
        } catch (IOException e) {
            LOG.error(
                    "workers of an earlier supervisor cannot be looked for; if there are any, they stop when they"
                            + " reach this one",
                    e);
        }
    }

    /** One that cannot be read concerns that worker alone. */
    private Optional<WorkerRecord> noted(WorkerDirectories.Found found) {
        try {
            return directories.record(found);
        } catch (IOException e) {
            LOG.error(
                    "what was noted of a worker in {} cannot be read; if it lives, it stops when it reaches this"
                            + " supervisor",
                    found.path(),
                    e);
            return Optional.empty();
        }
    }

    private void decide(WorkerDirectories.Found found, WorkerRecord noted) {
        Optional<WorkerHandle> process = workers.find(noted);
        if (process.isEmpty()) {
            endedMeanwhile.add(new Ended(found, noted));
            workers.forget(found.topologyId(), found.port());
            deaths.seen(new WorkerDeath(found.topologyId(), noted.incarnation()));
        } else if (slots.has(found.port()) && workers.at(found.port()).isEmpty()) {
            adopt(found, noted, process.get());
        } else {
            LOG.warn(
                    "ending worker {} of {} on port {} (pid {}): the port is not a slot, or has another worker",
                    noted.incarnation(),
                    found.topologyId(),
                    found.port(),
                    noted.pid());
            process.get().destroyForcibly();
            workers.forget(found.topologyId(), found.port());
            deaths.seen(new WorkerDeath(found.topologyId(), noted.incarnation()));
        }
    }

    private void adopt(WorkerDirectories.Found found, WorkerRecord noted, WorkerHandle process) {
        LOG.info(
                "adopting worker {} of {} on port {} (pid {})",
                noted.incarnation(),
                found.topologyId(),
                found.port(),
                noted.pid());
        workers.adopt(found, noted, process);
        SlotTarget target = new SlotTarget(
                found.topologyId(),
                noted.incarnation().workerIndex(),
                noted.incarnation().lease(),
                noted.artifact(),
                noted.stopTimeout());
        Duration age = Duration.ofMillis(Math.max(0, clock.wall().millis() - noted.startedAtMs()));
        slots.apply(
                found.port(), new SlotEvent.Adopted(target, noted.incarnation().launchCount(), age));
    }

    /** The assignments are known: ends of workers that are still assigned count as those that a supervisor sees. */
    void countEnds(DesiredState desired) {
        for (Ended ended : endedMeanwhile) {
            DesiredTopology topology = desired.topologies().get(ended.found().topologyId());
            if (topology != null && topology.isAssigned(ended.noted().incarnation())) {
                count(ended.found(), ended.noted(), topology);
            }
        }
        endedMeanwhile.clear();
    }

    private void count(WorkerDirectories.Found found, WorkerRecord noted, DesiredTopology topology) {
        WorkerReport unknown = Reports.without(
                found.topologyId(),
                found.port(),
                noted.pid(),
                noted.incarnation(),
                WorkerState.LOST,
                noted.startedAtMs());
        dead.add(Reports.withAll(
                unknown, topology.executorsOf(noted.incarnation().workerIndex())));
        String how = "the worker ended while its supervisor was away (launch "
                + noted.incarnation().launchCount() + ", pid " + noted.pid() + ")";
        dead.ended(found.topologyId(), found.port(), clock.wall().instant(), how, "");
    }
}

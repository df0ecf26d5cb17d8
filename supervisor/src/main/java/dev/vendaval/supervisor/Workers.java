package dev.vendaval.supervisor;

import dev.vendaval.protocol.config.HostPort;
import dev.vendaval.protocol.config.SupervisorSettings;
import dev.vendaval.protocol.config.TopologySettings;
import dev.vendaval.protocol.report.Incarnation;
import dev.vendaval.supervisor.disk.WorkerDirectories;
import dev.vendaval.supervisor.disk.WorkerRecord;
import dev.vendaval.supervisor.launch.HeapDumps;
import dev.vendaval.supervisor.launch.LaunchRequest;
import dev.vendaval.supervisor.launch.WorkerHandle;
import dev.vendaval.supervisor.launch.WorkerLauncher;
import dev.vendaval.supervisor.log.WorkerLogs;
import dev.vendaval.supervisor.slot.SlotTarget;
import dev.vendaval.supervisor.worker.LiveWorker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The workers that live on this host, at most one per slot, and their directories. Owned by the
 * supervisor's owner thread; exits are noticed on other threads and go to the mailbox.
 */
final class Workers {
    private static final Logger LOG = LoggerFactory.getLogger(Workers.class);

    private final SupervisorSettings settings;
    private final HostPort address;
    private final WorkerLauncher launcher;
    private final WorkerDirectories directories;
    private final WorkerLogs logs;
    private final SupervisorClock clock;
    private final Mailbox mailbox;
    private final Map<Integer, LiveWorker> byPort = new TreeMap<>();
    private List<HostPort> nimbuses = List.of();

    Workers(
            SupervisorSettings settings,
            HostPort address,
            WorkerLauncher launcher,
            WorkerDirectories directories,
            WorkerLogs logs,
            SupervisorClock clock,
            Mailbox mailbox) {
        this.settings = settings;
        this.address = address;
        this.launcher = launcher;
        this.directories = directories;
        this.logs = logs;
        this.clock = clock;
        this.mailbox = mailbox;
    }

    Optional<LiveWorker> at(int port) {
        return Optional.ofNullable(byPort.get(port));
    }

    Collection<LiveWorker> all() {
        return byPort.values();
    }

    /**
     * What was assigned before this supervisor first looked, though its directory is new: one with the same id has lost
     * its directory, and with it how often it has launched these.
     */
    void expectEarlierLaunches(Map<Integer, SlotTarget> assigned) {
        if (!directories.areUnused()) {
            return;
        }
        assigned.forEach((port, target) -> {
            try {
                directories.expectEarlierLaunches(target.topologyId(), port);
            } catch (IOException e) {
                LOG.warn("{} cannot be made", directories.path(target.topologyId(), port), e);
            }
        });
    }

    /** Counts the launch on disk, then starts the worker. */
    LiveWorker launch(int port, SlotTarget target, TopologySettings topology) throws IOException {
        String topologyId = target.topologyId();
        long launch = directories.nextLaunch(topologyId, port, clock.wall().instant());
        Incarnation incarnation = new Incarnation(target.workerIndex(), target.lease(), launch);
        Path logFile = logs.file(topologyId, port);
        Files.createDirectories(Objects.requireNonNull(logFile.getParent()));
        directories.writeSupervisor(topologyId, port, address);
        long startedAtMs = clock.wall().millis();
        WorkerHandle handle = launcher.launch(request(topologyId, port, incarnation, logFile, topology));
        try {
            directories.writeRecord(
                    topologyId,
                    port,
                    new WorkerRecord(
                            handle.pid(),
                            handle.birth(),
                            incarnation,
                            startedAtMs,
                            target.artifact(),
                            target.stopTimeout()));
        } catch (IOException e) {
            handle.destroyForcibly(); // a supervisor that comes after a crash of this one could not find it
            throw e;
        }
        LiveWorker worker = new LiveWorker(topologyId, port, incarnation, handle, startedAtMs);
        byPort.put(port, worker);
        handle.onExit().whenComplete((code, failure) -> exited(topologyId, port, incarnation, code, failure));
        LOG.info("launched worker {} of {} on port {} (pid {})", incarnation, topologyId, port, handle.pid());
        return worker;
    }

    /** The worker that was noted in the directory, if its process is still there; nothing is guessed. */
    Optional<WorkerHandle> find(WorkerRecord noted) {
        return launcher.find(noted.pid(), noted.birth());
    }

    /** Takes over a worker that an earlier supervisor launched, and tells it where its supervisor is now. */
    LiveWorker adopt(WorkerDirectories.Found found, WorkerRecord noted, WorkerHandle handle) {
        LiveWorker worker =
                LiveWorker.adopted(found.topologyId(), found.port(), noted.incarnation(), handle, noted.startedAtMs());
        byPort.put(found.port(), worker);
        try {
            directories.writeSupervisor(found.topologyId(), found.port(), address);
        } catch (IOException e) {
            LOG.warn("worker {} of {} cannot be told where its supervisor is", noted, found.topologyId(), e);
        }
        return worker;
    }

    /** These Nimbuses are there; each worker is to know them in case it loses its supervisor. */
    void nimbusesAre(List<HostPort> present) {
        if (!present.isEmpty() && !present.equals(nimbuses)) {
            nimbuses = List.copyOf(present);
            byPort.values().forEach(this::tellNimbuses);
        }
    }

    /** Before that a worker has nothing to report to them. */
    void tellNimbuses(LiveWorker worker) {
        if (nimbuses.isEmpty() || !worker.hasConnected()) {
            return;
        }
        try {
            directories.writeNimbuses(worker.topologyId(), worker.port(), nimbuses);
        } catch (IOException e) {
            LOG.warn(
                    "worker {} of {} cannot be told where Nimbus is: {}",
                    worker.incarnation(),
                    worker.topologyId(),
                    e.getMessage());
        }
    }

    /** Workers that are gone: adopted ones, of whose end nobody tells, and any of whose end the news has not come through. */
    List<SupervisorMessage.WorkerExited> endedUnnoticed() {
        List<SupervisorMessage.WorkerExited> ended = new ArrayList<>();
        for (LiveWorker worker : byPort.values()) {
            if (worker.handle().isGone()) {
                ended.add(exit(worker.topologyId(), worker.port(), worker.incarnation(), exitCode(worker)));
            }
        }
        return ended;
    }

    private static int exitCode(LiveWorker worker) {
        return worker.isAdopted()
                ? WorkerHandle.UNKNOWN_EXIT
                : worker.handle()
                        .onExit()
                        .exceptionally(unknown -> WorkerHandle.UNKNOWN_EXIT)
                        .getNow(WorkerHandle.UNKNOWN_EXIT);
    }

    /** Where a worker logs; any thread. */
    Path log(LiveWorker worker) {
        return logs.file(worker.topologyId(), worker.port());
    }

    /** Whether an adopted worker has no conversation, so that it may just be ending. */
    boolean anyMayBeEnding() {
        return byPort.values().stream().anyMatch(worker -> worker.isAdopted() && !worker.isConnected());
    }

    private LaunchRequest request(
            String topologyId, int port, Incarnation incarnation, Path logFile, TopologySettings topology) {
        @Nullable Long heap = topology.workerHeap();
        List<String> jvmOptions = new ArrayList<>(settings.workerJvmOptions());
        jvmOptions.addAll(topology.workerJvmOptions());
        return new LaunchRequest(
                topologyId,
                settings.host(),
                port,
                address,
                incarnation,
                directories.path(topologyId, port),
                logFile,
                heap == null ? settings.workerHeapBytes() : heap,
                jvmOptions);
    }

    private void exited(
            String topologyId, int port, Incarnation incarnation, @Nullable Integer code, @Nullable Throwable failure) {
        if (failure != null) {
            LOG.warn("how worker {} of {} ended is not known", incarnation, topologyId, failure);
        }
        mailbox.put(exit(topologyId, port, incarnation, code == null ? WorkerHandle.UNKNOWN_EXIT : code));
    }

    private SupervisorMessage.WorkerExited exit(String topologyId, int port, Incarnation incarnation, int code) {
        @Nullable String lastWords = null;
        @Nullable Path heapDump = null;
        try {
            lastWords = logs.lastLine(topologyId, port);
            heapDump = HeapDumps.found(logs.file(topologyId, port), incarnation.launchCount())
                    .orElse(null);
        } catch (IOException e) {
            LOG.warn("what worker {} of {} has left cannot be read", incarnation, topologyId, e);
        }
        return new SupervisorMessage.WorkerExited(topologyId, port, incarnation, code, lastWords, heapDump);
    }

    /** The worker's process is gone; returns it if it was the one in that slot. */
    Optional<LiveWorker> remove(String topologyId, int port, Incarnation incarnation) {
        Optional<LiveWorker> gone =
                at(port).filter(worker -> worker.incarnation().equals(incarnation));
        if (gone.isPresent()) {
            byPort.remove(port);
            forget(topologyId, port);
        }
        return gone;
    }

    /** What was noted of a worker says nothing any more. */
    void forget(String topologyId, int port) {
        try {
            directories.removeRecord(topologyId, port);
        } catch (IOException e) {
            LOG.warn("cannot remove what was noted of the worker of {} on port {}", topologyId, port, e);
        }
    }

    /** Removes the worker directory; the logs stay. */
    void clean(String topologyId, int port) {
        try {
            directories.remove(topologyId, port);
        } catch (IOException e) {
            LOG.warn("cannot remove the worker directory of {} on port {}", topologyId, port, e);
        }
    }

    /**
     * Removes the directories of workers that an earlier supervisor had and that are not wanted any more. That of a worker
     * which is still ending goes when it has.
     */
    void cleanLeftovers(BiPredicate<String, Integer> isWanted) {
        try {
            for (WorkerDirectories.Found found : directories.all()) {
                boolean lives = at(found.port())
                        .filter(worker -> worker.topologyId().equals(found.topologyId()))
                        .isPresent();
                if (!lives && !isWanted.test(found.topologyId(), found.port())) {
                    LOG.info("removing the worker directory {}, which nobody wants any more", found.path());
                    clean(found.topologyId(), found.port());
                }
            }
        } catch (IOException e) {
            LOG.warn("cannot look for worker directories of an earlier supervisor", e);
        }
    }
}

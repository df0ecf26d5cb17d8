package dev.vendaval.worker.host;

import dev.vendaval.protocol.config.TopologyConfig;
import dev.vendaval.protocol.report.Incarnation;
import dev.vendaval.protocol.report.TaskReport;
import dev.vendaval.protocol.service.WorkerOrder;
import dev.vendaval.protocol.state.Assignment;
import dev.vendaval.protocol.state.ExecutorAssignment;
import dev.vendaval.protocol.state.TopologyStatus;
import dev.vendaval.protocol.state.WorkerSlot;
import dev.vendaval.protocol.topology.ComponentTasks;
import dev.vendaval.protocol.topology.ExecutorTasks;
import dev.vendaval.protocol.topology.TaskLayout;
import dev.vendaval.protocol.topology.TopologyDefinition;
import dev.vendaval.worker.executor.ExecutorSnapshot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Two workers of {@link RehearsedTopology} in this JVM, with links between them over the loopback interface; their secret is
 * known to nobody else. Owned by the thread of a {@link Rehearsal}, which is the host of both.
 */
final class RehearsedCluster {
    private static final String NAME = "rehearsal";
    private static final String HERE = "127.0.0.1";

    private final WorkerOptions options;
    private final TopologyDefinition definition;
    private final String secret = UUID.randomUUID().toString();
    private final List<RunningTopology> workers = new ArrayList<>();
    private @Nullable Assignment before;
    private @Nullable Assignment after;
    private List<CompletableFuture<ExecutorSnapshot>> asked = List.of();
    private volatile @Nullable Throwable fault;

    /**
     * Starts nothing yet.
     *
     * @param options of the worker that rehearses
     */
    RehearsedCluster(WorkerOptions options, int tuples) {
        this.options = options;
        this.definition = new TopologyDefinition(
                NAME, NAME, NAME, null, TopologyConfig.defaults(), RehearsedTopology.of(tuples), 0);
    }

    /**
     * Starts both workers; tuples flow.
     *
     * @throws IOException if they cannot listen
     */
    void start() throws IOException {
        List<WorkerSlot> unknown = List.of(slot(0, 0, 1), slot(1, 0, 1));
        Assignment nowhere = assignment(1, unknown, 1);
        for (int index = 0; index < unknown.size(); index++) {
            RunningTopology worker = worker(index, nowhere);
            workers.add(worker);
            worker.start(error -> {});
        }
        // Where each listens is known only now: as if both had been given other slots.
        List<WorkerSlot> slots = List.of(
                slot(0, workers.get(0).links().port(), 2),
                slot(1, workers.get(1).links().port(), 2));
        Assignment first = assignment(1, slots, 1);
        for (RunningTopology worker : workers) {
            worker.adopt(first, null);
            worker.startExecutors();
        }
        before = first;
        after = assignment(2, slots, 0);
    }

    /** Whether so many tuples have been acked; to be asked again and again. */
    boolean hasAcked(long tuples) {
        if (!asked.stream().allMatch(CompletableFuture::isDone)) {
            return false;
        }
        long acked = asked.stream()
                .map(CompletableFuture::join)
                .filter(snapshot -> snapshot.executor().component().equals(RehearsedTopology.NUMBERS))
                .flatMap(snapshot -> snapshot.tasks().stream())
                .mapToLong(TaskReport::acked)
                .sum();
        asked = workers.get(0).executors().snapshots();
        return acked >= tuples;
    }

    /** Prepares a change that moves the bolt with its memory to the other worker. */
    void prepareMove() {
        workers.forEach(worker -> worker.prepare(after(), before()));
    }

    boolean isPrepared() {
        return workers.stream().allMatch(worker -> worker.follower().preparedVersion() == after().version());
    }

    void commitMove() {
        workers.forEach(worker -> worker.adopt(after(), before()));
    }

    /** Whether the change is done; to be asked again and again. */
    boolean hasMoved() {
        workers.forEach(worker -> worker.changeover().tick(options.clock().nanos()));
        return workers.stream().allMatch(worker -> worker.follower().settledVersion() == after().version());
    }

    void endMove() {
        workers.forEach(worker -> worker.adopt(after(), null));
    }

    private Assignment before() {
        return Objects.requireNonNull(before, "not started");
    }

    private Assignment after() {
        return Objects.requireNonNull(after, "not started");
    }

    /** What ended a worker of it, or null. */
    @Nullable
    Throwable fault() {
        return fault;
    }

    /** Ends what was started. The first says that it leaves, so that the last has nobody to tell. */
    void stop() throws InterruptedException {
        for (RunningTopology worker : workers) {
            worker.stop(worker == workers.get(0), false);
        }
    }

    private RunningTopology worker(int index, Assignment assignment) {
        WorkerOptions own = new WorkerOptions(
                options.supervisor(),
                NAME,
                HERE,
                0,
                new Incarnation(index, 2, 1),
                options.pid(),
                options.codeDirectory(),
                options.rpc(),
                options.clock(),
                options.loaders(),
                List::of,
                false,
                end -> {});
        ClassLoader ours = Objects.requireNonNull(RehearsedCluster.class.getClassLoader());
        return new RunningTopology(
                own,
                new WorkerOrder.Define(definition, "", secret),
                ours,
                assignment,
                null,
                false,
                TopologyStatus.ACTIVE,
                this::heard);
    }

    /** Any thread. */
    private void heard(HostEvent event) {
        if (event instanceof HostEvent.Fatal fatal) {
            fault = fatal.cause();
        }
    }

    private static WorkerSlot slot(int index, int port, long lease) {
        return new WorkerSlot(index, NAME, HERE, port, lease);
    }

    /** The spout and who takes the counts are on worker 0. */
    private Assignment assignment(long version, List<WorkerSlot> slots, int workerOfCounts) {
        List<ExecutorAssignment> placed = new ArrayList<>();
        TaskLayout layout = TaskLayout.of(definition.topology(), definition.config());
        for (ComponentTasks component : layout.components()) {
            boolean counts = component.component().equals(RehearsedTopology.COUNTS);
            for (ExecutorTasks executor : component.executors()) {
                placed.add(new ExecutorAssignment(executor, counts ? workerOfCounts : 0));
            }
        }
        return new Assignment(NAME, version, slots.size(), slots, placed, List.of());
    }
}

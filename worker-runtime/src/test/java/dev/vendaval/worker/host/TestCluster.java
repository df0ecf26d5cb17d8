package dev.vendaval.worker.host;

import static org.awaitility.Awaitility.await;

import dev.vendaval.api.Topology;
import dev.vendaval.protocol.config.FreePorts;
import dev.vendaval.protocol.config.TopologyConfig;
import dev.vendaval.protocol.grpc.RpcFactory;
import dev.vendaval.protocol.report.Incarnation;
import dev.vendaval.protocol.report.WorkerReport;
import dev.vendaval.protocol.report.WorkerState;
import dev.vendaval.protocol.service.Caller;
import dev.vendaval.protocol.service.WorkerOrder;
import dev.vendaval.protocol.state.Assignment;
import dev.vendaval.protocol.state.ExecutorAssignment;
import dev.vendaval.protocol.state.TopologyStatus;
import dev.vendaval.protocol.state.WorkerSlot;
import dev.vendaval.protocol.topology.ExecutorTasks;
import dev.vendaval.protocol.topology.TaskLayout;
import dev.vendaval.protocol.topology.TopologyDefinition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToIntFunction;

/** One topology on workers that are threads of this JVM, with real networking and a supervisor that the test plays. */
final class TestCluster implements AutoCloseable {
    static final Duration LIMIT = Duration.ofSeconds(30);

    final FakeSupervisor supervisor = new FakeSupervisor(0);
    final TopologyDefinition definition;
    Path directory = Path.of(".");
    boolean rehearses;
    final Map<Integer, WorkerEnd> ends = new ConcurrentHashMap<>();
    private final RpcFactory rpc = new RpcFactory(new Caller("test", "127.0.0.1", "test"));
    private final List<WorkerSlot> slots = new ArrayList<>();
    private final Map<Integer, WorkerRuntime> workers = new ConcurrentHashMap<>();

    TestCluster(Topology topology, Map<String, Object> config, int workerCount) {
        Map<String, Object> merged = TopologyConfig.merge(TopologyConfig.defaults(), TopologyConfig.validated(config));
        this.definition = new TopologyDefinition("numbers-1", "numbers", "submit-1", null, merged, topology, 0);
        for (int index = 0; index < workerCount; index++) {
            slots.add(new WorkerSlot(index, "supervisor", "127.0.0.1", freePort(), 1));
        }
    }

    private static int freePort() {
        try {
            return FreePorts.choose(1, "127.0.0.1").get(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The worker's slot is given away: its next life runs on another port under this lease. */
    void move(int worker, long lease) {
        slots.set(worker, new WorkerSlot(worker, "another", "127.0.0.1", freePort(), lease));
    }

    int port(int worker) {
        return slots.get(worker).port();
    }

    /** Places executors by a function of their first task's component and their place in it. */
    Assignment assignment(long version, ToIntFunction<ExecutorTasks> worker) {
        List<ExecutorAssignment> placed = new ArrayList<>();
        for (ExecutorTasks executor :
                TaskLayout.of(definition.topology(), definition.config()).executors()) {
            placed.add(new ExecutorAssignment(executor, worker.applyAsInt(executor)));
        }
        return new Assignment(definition.id(), version, slots.size(), slots, placed, List.of());
    }

    /** The same with other executors, on the workers that run any. */
    Assignment assignment(long version, List<ExecutorAssignment> executors) {
        List<WorkerSlot> used = slots.stream()
                .filter(slot -> executors.stream().anyMatch(each -> each.workerIndex() == slot.index()))
                .toList();
        return new Assignment(definition.id(), version, used.size(), used, executors, List.of());
    }

    void order(int worker, WorkerOrder order) {
        supervisor.order(port(worker), order);
    }

    WorkerRuntime launch(int worker, long launchCount) {
        WorkerSlot slot = slots.get(worker);
        WorkerRuntime runtime = WorkerRuntime.start(new WorkerOptions(
                supervisor.address(),
                definition.id(),
                slot.host(),
                slot.port(),
                new Incarnation(worker, slot.lease(), launchCount),
                ProcessHandle.current().pid(),
                directory,
                rpc,
                WorkerClock.system(),
                UserLoaders.ofArtifacts(Objects.requireNonNull(TestCluster.class.getClassLoader())),
                List::of,
                rehearses,
                end -> ends.put(worker, end)));
        workers.put(worker, runtime);
        await().atMost(LIMIT).until(() -> supervisor.isConnected(slot.port()));
        return runtime;
    }

    void define(int worker) {
        supervisor.order(port(worker), new WorkerOrder.Define(definition, "", "secret"));
    }

    void adopt(int worker, Assignment assignment, TopologyStatus status) {
        supervisor.order(port(worker), new WorkerOrder.Adopt(assignment, status));
    }

    void awaitRunning(int worker) {
        await().atMost(LIMIT).until(() -> {
            WorkerReport last = supervisor.last(port(worker));
            return last != null && last.state() == WorkerState.RUNNING;
        });
    }

    /** A report made after this call. */
    WorkerReport report(int worker) {
        long id = supervisor.reportNow(port(worker));
        await().atMost(LIMIT).pollInterval(Duration.ofMillis(5)).until(() -> {
            WorkerReport last = supervisor.last(port(worker));
            return last != null && last.reportId() >= id;
        });
        return Objects.requireNonNull(supervisor.last(port(worker)));
    }

    /** Stops a worker and returns how it ended. */
    WorkerEnd stop(int worker) throws InterruptedException {
        supervisor.order(port(worker), new WorkerOrder.Stop("the test is over"));
        return awaitEnd(worker);
    }

    WorkerEnd awaitEnd(int worker) throws InterruptedException {
        if (!Objects.requireNonNull(workers.get(worker)).awaitEnd(LIMIT)) {
            throw new AssertionError("worker " + worker + " did not end");
        }
        await().atMost(LIMIT).until(() -> ends.containsKey(worker));
        return Objects.requireNonNull(ends.get(worker));
    }

    @Override
    public void close() throws InterruptedException {
        workers.values().forEach(worker -> worker.stop("the test is over"));
        for (WorkerRuntime worker : workers.values()) {
            worker.awaitEnd(LIMIT);
        }
        rpc.close();
        supervisor.close();
    }
}

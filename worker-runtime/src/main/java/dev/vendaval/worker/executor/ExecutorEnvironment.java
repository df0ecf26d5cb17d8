package dev.vendaval.worker.executor;

import dev.vendaval.api.TaskHook;
import dev.vendaval.protocol.report.Incarnation;
import dev.vendaval.worker.context.WorkerInfo;
import dev.vendaval.worker.exchange.RemoteExecutor;
import dev.vendaval.worker.fencing.Deaths;
import dev.vendaval.worker.metrics.ErrorLog;
import dev.vendaval.worker.plan.ExecutorPlan;
import dev.vendaval.worker.plan.TopologyPlan;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * All that the executors of a worker are given from outside.
 *
 * @param plan of the topology
 * @param worker index of this worker in the assignment
 * @param incarnation of this worker
 * @param info of this worker, for users' code
 * @param userLoader of the users' classes; the context class loader of every call
 * @param nanoTime a clock that only goes forward
 * @param seeds random numbers from a secure source
 * @param remotes the way to an executor of another worker
 * @param errors takes what users' code threw
 * @param endWorker called with the cause when an error must end the worker; returns at once; any executor's thread
 * @param deaths of other workers, as far as this one has learnt
 * @param taskHooks made for each task before its component, in addition to the component's own
 * @param stateChanged called when an executor's state has changed; quick; any executor's thread
 * @param changeover of this worker from one plan to the next
 */
public record ExecutorEnvironment(
        TopologyPlan plan,
        int worker,
        Incarnation incarnation,
        WorkerInfo info,
        ClassLoader userLoader,
        LongSupplier nanoTime,
        LongSupplier seeds,
        Function<ExecutorPlan, RemoteExecutor> remotes,
        ErrorLog errors,
        Consumer<Throwable> endWorker,
        Deaths deaths,
        Supplier<List<TaskHook>> taskHooks,
        Runnable stateChanged,
        Changeover changeover) {}

package dev.vendaval.worker.executor;

import dev.vendaval.protocol.config.TopologySettings;
import dev.vendaval.worker.context.WorkerInfo;
import dev.vendaval.worker.exchange.Inbox;
import dev.vendaval.worker.exchange.Wakeup;
import dev.vendaval.worker.outbound.AckPath;
import dev.vendaval.worker.outbound.Emitter;
import dev.vendaval.worker.outbound.Outputs;
import dev.vendaval.worker.plan.ComponentPlan;
import dev.vendaval.worker.plan.ExecutorPlan;
import java.util.List;

/**
 * What an executor is put together from; made once, before its first step.
 *
 * @param info for users' code; as the executor's plan has it
 * @param since with which change of the plan it began; 0: with its worker
 * @param newTasks those of its tasks that are made here; the others come from executors of this worker
 */
record ExecutorParts(
        ExecutorEnvironment environment,
        ExecutorPlan plan,
        ComponentPlan component,
        TopologySettings settings,
        Wakeup wakeup,
        Inbox inbox,
        Outputs outputs,
        Emitter emitter,
        AckPath acks,
        MisuseLog misuse,
        WorkerInfo info,
        long since,
        List<Integer> newTasks) {}

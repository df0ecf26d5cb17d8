package dev.vendaval.worker.executor;

import dev.vendaval.worker.plan.ExecutorPlan;
import dev.vendaval.worker.plan.PlanChange;

/** What a change of the plan waits for, in sentences for people. Pure. */
final class Awaited {
    private Awaited() {}

    /** An executor that is not settled. */
    static String of(ExecutorPlan executor, PlanChange change) {
        if (!change.after().has(executor)) {
            return named(executor) + " has not finished what it has, to hand its tasks over";
        }
        return change.before().has(executor)
                ? named(executor) + " waits for the last tuples of executors that move"
                : named(executor) + " waits for tasks that are handed over to it";
    }

    /** A task on its way to another worker. */
    static String handedOver(int task, ExecutorPlan to) {
        return "task " + task + " is handed over to worker " + to.worker() + ", which has not taken it yet";
    }

    private static String named(ExecutorPlan executor) {
        return executor.component() + " " + executor.tasks();
    }
}

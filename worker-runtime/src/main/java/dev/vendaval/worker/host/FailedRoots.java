package dev.vendaval.worker.host;

import dev.vendaval.worker.exchange.ControlSection;
import dev.vendaval.worker.exchange.DataSection;
import dev.vendaval.worker.link.LostTuples;
import dev.vendaval.worker.outbound.SectionCut;
import dev.vendaval.worker.plan.ExecutorPlan;
import dev.vendaval.worker.plan.TopologyPlan;
import dev.vendaval.worker.tracking.RootIds;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** Fails the trees of tuples that a link could not deliver though their receiver lives. Rare; any thread. */
final class FailedRoots implements LostTuples {
    private final Supplier<TopologyPlan> plans;
    private final Function<ExecutorPlan, Consumer<ControlSection>> ackers;

    /** @param ackers the way of control to an executor that runs ackers */
    FailedRoots(Supplier<TopologyPlan> plans, Function<ExecutorPlan, Consumer<ControlSection>> ackers) {
        this.plans = plans;
        this.ackers = ackers;
    }

    @Override
    public void lost(DataSection section) {
        TopologyPlan plan = plans.get();
        if (section.kind != DataSection.TUPLES || !plan.acking()) {
            return;
        }
        Map<ExecutorPlan, long[]> roots = new HashMap<>();
        SectionCut.forEachRoot(section, root -> {
            int acker = RootIds.acker(root);
            if (root > 0 && acker < plan.ackerCount()) {
                roots.merge(plan.executorOfTask(plan.spoutTaskOf(acker)), new long[] {root}, FailedRoots::joined);
            }
        });
        roots.forEach((executor, each) -> ackers.apply(executor)
                .accept(new ControlSection(ControlSection.Kind.FAIL, executor.address(), each, each.length, 0)));
    }

    private static long[] joined(long[] some, long[] more) {
        long[] all = Arrays.copyOf(some, some.length + more.length);
        System.arraycopy(more, 0, all, some.length, more.length);
        return all;
    }
}

package dev.vendaval.flux.samples;

import dev.vendaval.api.CustomGrouping;
import dev.vendaval.api.GlobalStreamId;
import dev.vendaval.api.WorkerContext;
import java.util.List;

/** Always the same target. */
public class PickGrouping implements CustomGrouping {
    private static final long serialVersionUID = 1L;

    public final int index;

    public PickGrouping(int index) {
        this.index = index;
    }

    @Override
    public void prepare(WorkerContext context, GlobalStreamId stream, List<Integer> targetTasks) {}

    @Override
    public List<Integer> chooseTasks(int senderTask, List<Object> values) {
        return List.of(index);
    }
}

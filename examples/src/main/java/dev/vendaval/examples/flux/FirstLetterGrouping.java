package dev.vendaval.examples.flux;

import dev.vendaval.api.CustomGrouping;
import dev.vendaval.api.GlobalStreamId;
import dev.vendaval.api.WorkerContext;
import java.util.List;

/** Words with the same first letter go to the same task. */
public final class FirstLetterGrouping implements CustomGrouping {
    private static final long serialVersionUID = 1L;

    private final int position;

    private transient List<Integer> tasks = List.of();

    /**
     * Goes by one value of each tuple.
     *
     * @param position of the word among the values
     */
    public FirstLetterGrouping(int position) {
        this.position = position;
    }

    @Override
    public void prepare(WorkerContext context, GlobalStreamId stream, List<Integer> targetTasks) {
        tasks = targetTasks;
    }

    @Override
    public List<Integer> chooseTasks(int senderTask, List<Object> values) {
        String word = values.get(position).toString();
        return List.of(tasks.get(word.isEmpty() ? 0 : word.charAt(0) % tasks.size()));
    }
}

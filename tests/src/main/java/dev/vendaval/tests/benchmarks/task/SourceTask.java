package dev.vendaval.tests.benchmarks.task;

import dev.vendaval.tests.benchmarks.tally.Control;
import dev.vendaval.tests.benchmarks.tally.Tally;
import dev.vendaval.tests.benchmarks.workload.Workload;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A task of a source: counts what it emits and what becomes of it, until the benchmark says stop. Made when its system
 * opens the task, and owned by the thread that runs it.
 */
public final class SourceTask {
    private final Control control;
    private final Tally tally;
    private final boolean tracked;
    private final int copies;

    private SourceTask(Control control, Tally tally, Workload workload) {
        this.control = control;
        this.tally = tally;
        tracked = workload.tracked();
        copies = workload.copies();
    }

    /**
     * Makes its tally.
     *
     * @param directory of the tallies
     * @param task id or index within the component
     */
    public static SourceTask open(String directory, Workload workload, String component, int task) {
        Path tallies = Path.of(directory);
        return new SourceTask(Control.open(tallies), Tally.ofSource(tallies, component, task), workload);
    }

    /** To be asked before each emit; once it says no, the benchmark knows that nothing more is emitted. */
    public boolean mayEmit() {
        if (control.isStopped()) {
            tally.stopped();
            return false;
        }
        return true;
    }

    /** The id to emit with: none if the workload is not tracked. */
    public @Nullable Object idOf(Object messageId) {
        return tracked ? messageId : null;
    }

    /** One tuple was emitted, which makes as many at the sinks as the workload says. */
    public void emitted() {
        tally.emitted(copies);
    }

    /** One tuple was emitted, which makes so many at the sinks. */
    public void emitted(long tuplesAtSinks) {
        tally.emitted(tuplesAtSinks);
    }

    /** A tuple was acked. */
    public void acked() {
        tally.acked();
    }

    /** A tuple was acked that was due at this time. */
    public void acked(long dueNanos) {
        tally.latencySince(dueNanos);
        tally.acked();
    }

    /** A tuple failed or timed out. */
    public void failed() {
        tally.failed();
    }
}

package dev.vendaval.tests.benchmarks.task;

import dev.vendaval.tests.benchmarks.workload.Schedule;
import dev.vendaval.tests.benchmarks.workload.Workload;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What a task of a source at a fixed rate emits with each call. Owned by the task's thread. */
public final class DueTuples {
    private final LongSupplier nanoTime;
    private final int rate;
    private final int sources;
    private final Consumer<Long> emit;
    private @Nullable Schedule schedule;

    DueTuples(LongSupplier nanoTime, Workload workload, Consumer<Long> emit) {
        this.nanoTime = nanoTime;
        this.emit = emit;
        rate = workload.ratePerSecond();
        sources = workload.sources();
    }

    /**
     * Of one task.
     *
     * @param emit is given the time in {@link System#nanoTime} at which the tuple was due: its value and its id
     */
    public static DueTuples of(Workload workload, Consumer<Long> emit) {
        return new DueTuples(System::nanoTime, workload, emit);
    }

    /** Emits what is due, up to {@link Schedule#MOST_AT_ONCE}. */
    public void emitDue() {
        Schedule plan = schedule();
        for (int emitted = 0; emitted < Schedule.MOST_AT_ONCE && plan.isDue(nanoTime.getAsLong()); emitted++) {
            emit.accept(plan.next());
        }
    }

    /** From the first call, not from open: before it nothing could have been emitted. */
    private Schedule schedule() {
        Schedule begun = schedule;
        if (begun == null) {
            begun = new Schedule(nanoTime.getAsLong(), rate, sources);
            schedule = begun;
        }
        return begun;
    }
}

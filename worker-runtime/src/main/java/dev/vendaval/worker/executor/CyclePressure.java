package dev.vendaval.worker.executor;

import dev.vendaval.worker.exchange.ControlSection;
import dev.vendaval.worker.exchange.RemoteExecutor;
import dev.vendaval.worker.metrics.ErrorLog;
import dev.vendaval.worker.plan.ExecutorPlan;
import java.util.List;

/**
 * One executor's part in its cycle: measures what waits on feedback edges, for it or at it because the worker it goes to
 * is away, and tells the others when that is too much, so that all of them take nothing from outside until it has gone down. Feedback itself is never held up, since
 * waiting inside a cycle could wait for ever. Owned by the executor's thread.
 */
final class CyclePressure {
    /** Tuples on the feedback edges of one executor from which the cycle is left to work itself empty. */
    static final long THRESHOLD_TUPLES = 4096;

    /** So many mean that the loop makes more tuples than it finishes: reported by name. */
    static final long BUDGET_TUPLES = 1_000_000;

    private static final long REPORT_EVERY_NANOS = 60_000_000_000L;
    private static final long SHUT_PARK_NANOS = 10_000_000L;

    private final CycleGate gate;
    private final ExecutorPlan executor;
    private final List<String> components;
    private List<Neighbour> elsewhere;
    private final ErrorLog errors;
    private boolean over;
    private boolean shutSeen;
    private boolean reported;
    private long lastTold;
    private long lastReport;

    /** An executor of the cycle in another worker, to be told. */
    record Neighbour(int address, RemoteExecutor executor) {}

    /** Others are the ones to be told. */
    void follow(List<Neighbour> now) {
        elsewhere = now;
    }

    /** The executor ends. */
    void leave() {
        if (over) {
            over = false;
            gate.local(false);
        }
    }

    CyclePressure(
            CycleGate gate,
            ExecutorPlan executor,
            List<String> components,
            List<Neighbour> elsewhere,
            ErrorLog errors) {
        this.gate = gate;
        this.executor = executor;
        this.components = components;
        this.elsewhere = elsewhere;
        this.errors = errors;
    }

    /** Whether nothing may be taken from outside the cycle. */
    boolean isHigh(long now) {
        shutSeen = gate.isShut(now);
        return shutSeen;
    }

    /** So many tuples wait on feedback edges: for this executor, and of those it sent and that have not left. */
    void measure(long waiting, long now) {
        boolean overNow = waiting > (over ? THRESHOLD_TUPLES / 2 : THRESHOLD_TUPLES);
        if (overNow != over) {
            over = overNow;
            gate.local(over);
            tell(now);
        } else if (over && now - lastTold >= CycleGate.REPEAT_NANOS) {
            tell(now);
        }
        if (waiting > BUDGET_TUPLES && (!reported || now - lastReport >= REPORT_EVERY_NANOS)) {
            reported = true;
            lastReport = now;
            errors.report(
                    executor.component(),
                    executor.firstTask(),
                    new IllegalStateException("the loop of components " + components
                            + " makes more tuples than it finishes: " + waiting + " wait at executor " + executor
                            + "; let it emit less than one tuple for each it takes, in the long run"));
        }
    }

    private void tell(long now) {
        lastTold = now;
        for (Neighbour neighbour : elsewhere) {
            long[] data = {executor.address(), over ? 1 : 0};
            neighbour
                    .executor()
                    .send(new ControlSection(
                            ControlSection.Kind.CYCLE_PRESSURE, neighbour.address(), data, data.length, 0));
        }
    }

    /** Another worker says how one of its executors is. */
    void heard(ControlSection section, long now) {
        gate.remote(section.data[0], section.data[1] != 0, now);
    }

    long nanosUntilTimer() {
        return over || shutSeen ? SHUT_PARK_NANOS : Long.MAX_VALUE;
    }
}

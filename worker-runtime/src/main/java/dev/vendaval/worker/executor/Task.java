package dev.vendaval.worker.executor;

import dev.vendaval.api.TaskHook;
import dev.vendaval.protocol.config.OnError;
import dev.vendaval.protocol.config.TopologySettings;
import dev.vendaval.protocol.report.TaskPhase;
import dev.vendaval.protocol.report.TaskReport;
import dev.vendaval.worker.context.TaskContext;
import dev.vendaval.worker.context.TaskHooks;
import dev.vendaval.worker.loader.UserObjects;
import dev.vendaval.worker.metrics.ErrorLog;
import dev.vendaval.worker.metrics.TaskCounters;
import dev.vendaval.worker.outbound.TaskOutput;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One task: its component's present instance, and what becomes of it when it throws. Owned by the executor's thread.
 *
 * <pre>
 * NEW --made--&gt; RUNNING --threw--&gt; WAITING --made--&gt; RUNNING
 *  +--threw in open or prepare----&gt;   |  ^-----threw again
 * any ---ended, or its error ends the worker---&gt; ENDED
 * </pre>
 */
abstract class Task {
    /** How far the task is. */
    enum State {
        /** No instance was made yet. */
        NEW,
        /** The instance is open or prepared. */
        RUNNING,
        /** The instance threw and was discarded; the next one is made when its wait is over. */
        WAITING,
        /** Nothing is called any more. */
        ENDED
    }

    private static final Logger log = LoggerFactory.getLogger(Task.class);

    final int id;

    /** Calls of users' threads; they wait here when the task moves. */
    final HandOff handOff;

    /** The id as log lines have it. */
    final String number;

    final TaskHooks hooks;
    final TaskCounters counters;
    final TaskContext context;
    final RestartPolicy restarts = new RestartPolicy();

    /** Who runs it: another one after it has moved, at a time when neither is in a step of it. */
    private Executor executor;

    private @Nullable TaskOutput output;
    private State state = State.NEW;
    private long makeAt;
    private boolean failedWhilePreparing;

    /** No instance is made before the older owner's is closed. */
    private boolean waitsForOlder;

    Task(Executor executor, int id) {
        this.executor = executor;
        this.handOff = new HandOff(executor.wakeup());
        this.id = id;
        this.number = Integer.toString(id);
        this.hooks = new TaskHooks(executor.environment().taskHooks().get());
        this.counters = new TaskCounters(executor.component().id(), id);
        this.context = executor.contextFor(this);
        this.makeAt = executor.round().now();
    }

    final Executor executor() {
        return executor;
    }

    /** Another executor of this worker runs it from now on, with its instance and all it has open. Its new owner's thread. */
    final void moveTo(Executor next) {
        executor = next;
        handOff.moveTo(next.wakeup());
        context.follow(next.component());
        TaskOutput earlier = output;
        if (earlier != null) {
            output = next.takeOver(this, earlier);
        }
        moved();
    }

    /** Another executor runs it. */
    abstract void moved();

    /** Its executor's settings are others: what is live applies from now on. */
    final void configure() {
        TaskOutput present = output;
        if (present != null) {
            present.setDebug(executor().settings().debug());
        }
        settled(executor().settings());
    }

    /** The kind's own part of {@link #configure}. */
    abstract void settled(TopologySettings settings);

    /** Whether an input is with the component, neither acked nor failed. */
    abstract boolean hasOpenInputs();

    /** The task goes to another worker, or gives keys away: the last call before {@link #save}. */
    abstract void prepareToMove();

    /** What the instance hands over to the one in another worker, or to new tasks; null if nothing. */
    abstract byte @Nullable [] save();

    /** What another instance has handed over, one of several perhaps; null if nothing. */
    abstract void restore(byte @Nullable [] state);

    /**
     * The inputs that are still open fail.
     *
     * @param ends whether the instance ends with this
     * @return how many
     */
    abstract int failOpenInputs(boolean ends);

    /** Its outputs, if it has been made. */
    final @Nullable TaskOutput outputIfMade() {
        return output;
    }

    /** Makes an instance of the component and opens or prepares it. */
    abstract void open() throws Exception;

    /** Closes or cleans up the instance, if there is one, and lets go of it. */
    abstract void close() throws Exception;

    /** The instance is being discarded: what it had not finished fails, or is forgotten. */
    abstract void giveUpTrees();

    /** Its counters now. */
    abstract TaskReport report();

    final State state() {
        return state;
    }

    final TaskPhase phase() {
        return switch (state) {
            case NEW -> TaskPhase.MAKING;
            case RUNNING -> TaskPhase.RUNNING;
            case WAITING -> TaskPhase.REMAKING;
            case ENDED -> TaskPhase.ENDED;
        };
    }

    final boolean isRunning() {
        return state == State.RUNNING;
    }

    /** Whether open or prepare has thrown and the next try is still to come. */
    final boolean cannotBePrepared() {
        return state == State.WAITING && failedWhilePreparing;
    }

    /** Makes the instance if it is time to; true if it tried. */
    final boolean makeIfDue(long now) {
        boolean due = !waitsForOlder && (state == State.NEW || state == State.WAITING) && now - makeAt >= 0;
        if (due) {
            make();
        }
        return due;
    }

    final long nanosUntilMade(long now) {
        boolean waits = !waitsForOlder && (state == State.NEW || state == State.WAITING);
        return waits ? Math.max(0, makeAt - now) : Long.MAX_VALUE;
    }

    /** Its instance is not made before {@link #olderIsGone}. */
    final void waitForOlder() {
        waitsForOlder = true;
    }

    /** The older owner's instance is closed, or gone with its worker. */
    final void olderIsGone() {
        waitsForOlder = false;
    }

    final boolean waitsForOlder() {
        return waitsForOlder;
    }

    /** Whether it is as far as it can be before the change that it came with. */
    final boolean isReady() {
        return isRunning() || waitsForOlder;
    }

    private void make() {
        executor().enter(this);
        try {
            if (output == null) {
                hooks.preparePermanent(executor().component().configuration(), context);
                output = executor().newOutput(this);
            }
            open();
            become(State.RUNNING, "prepared");
        } catch (Throwable e) {
            // Whatever users' code throws is theirs; what must end the worker is told apart below.
            failed(e, true);
        }
    }

    /** The user's code threw: reports, discards the instance, makes a new one at once or later. */
    final void failed(Throwable error, boolean whilePreparing) {
        report(error);
        giveUpTrees();
        discard(hooks.removeComponents());
        if (endsWorker(error) || executor().settings().onError() == OnError.WORKER) {
            become(State.ENDED, "its error ends the worker");
            executor().environment().endWorker().accept(error);
            return;
        }
        failedWhilePreparing = whilePreparing;
        long wait = restarts.waitAfterFailure(whilePreparing, executor().round().now());
        executor().countRestart();
        makeAt = executor().round().now() + wait;
        become(State.WAITING, ErrorLog.readable(error).toString());
        if (wait == 0 && !executor().orders().isStopping()) {
            make();
        }
    }

    /** StackOverflowError and LinkageError are the component's own trouble; the rest of the errors of the JVM are not. */
    static boolean endsWorker(Throwable error) {
        return error instanceof VirtualMachineError && !(error instanceof StackOverflowError);
    }

    final void report(Throwable error) {
        counters.errors++;
        executor().environment().errors().report(executor().component().id(), id, error);
    }

    private void discard(TaskHook[] goneHooks) {
        try {
            close();
        } catch (Throwable e) {
            report(e);
        }
        for (TaskHook hook : goneHooks) {
            try {
                hook.cleanup();
            } catch (Throwable e) {
                report(e);
            }
        }
    }

    /** The topology ends: the last calls on component and hooks. */
    final void end() {
        if (state != State.ENDED) {
            executor().enter(this);
            discard(hooks.removeAll());
            become(State.ENDED, "stopped");
        }
    }

    private void become(State next, String why) {
        boolean legal = state != State.ENDED && next != State.NEW;
        if (!legal) {
            throw new IllegalStateException("task " + id + " cannot go from " + state + " to " + next);
        }
        log.info(
                "component '{}', task {}: {} -> {} ({})", executor().component().id(), id, state, next, why);
        state = next;
        executor().stateChanged();
    }

    final TaskOutput output() {
        return Objects.requireNonNull(output, "task not made yet");
    }

    /** The object in the definition, read anew. */
    final <T> T newInstance(Class<T> type) {
        return UserObjects.read(
                "component '" + executor().component().id() + "'",
                executor().component().definition().object(),
                type,
                executor().environment().userLoader());
    }
}

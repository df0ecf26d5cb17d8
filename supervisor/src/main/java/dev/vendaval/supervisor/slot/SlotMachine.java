package dev.vendaval.supervisor.slot;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The life of a slot: a pure function of slot, event and time.
 *
 * <pre>
 *            wanted              in cache               hello
 *   EMPTY ----------> FETCHING ----------> LAUNCHING ----------> RUNNING
 *     ^   (no artifact: LAUNCHING)|            | late      silent |  | not wanted
 *     |                    failed |     +------+------------------+  v
 *     |                           |     v                       STOPPING
 *     |                           |  KILLING  <-- too slow --------+ |
 *     |                           v     | exit, still wanted         | exit
 *     |                        BACKOFF <+ (also an exit nobody       |
 *     |                           |        asked for)                |
 *     |                           +--> FETCHING at the deadline      |
 *     +--- exit or nothing running, and nothing is wanted -----------+
 *          (something else is wanted: it starts over with that)
 * </pre>
 *
 * A supervisor that finds a living worker of its predecessor begins with that slot in ADOPTED, a second way into
 * RUNNING (hello), STOPPING (not wanted) and DUMPING (no hello). Between silence and KILLING is DUMPING: a
 * worker that lives and does not speak has its threads written down first, and stays if it speaks meanwhile.
 *
 * <p>The first unexpected exit is followed by a new launch at once, further ones in a row by waits that
 * double; a worker that has lived for {@link SlotLimits#steadyAfter()} starts with a clean record.
 * Always holds: at most one process per slot; a process is let go only by its exit; the target
 * changes only when no process is left. An event that a state has no use for (a late answer for an
 * earlier target, an exit of an earlier launch) changes nothing.
 */
public final class SlotMachine {
    private final SlotLimits limits;

    /** A machine with these limits. */
    public SlotMachine(SlotLimits limits) {
        this.limits = limits;
    }

    /** The slot after the event, and what is to be done about it. */
    public SlotStep step(Slot slot, SlotEvent event, long nowNanos) {
        if (event instanceof SlotEvent.Wanted wanted) {
            return wanted(slot.wanting(wanted.target()), wanted.reason(), nowNanos);
        } else if (event instanceof SlotEvent.ArtifactReady ready) {
            return isFetching(slot, ready.artifact()) ? launch(slot, nowNanos) : SlotStep.of(slot);
        } else if (event instanceof SlotEvent.ArtifactFailed failed) {
            return isFetching(slot, failed.artifact()) ? failed(slot, failed.message(), nowNanos) : SlotStep.of(slot);
        } else if (event instanceof SlotEvent.Launched launched) {
            return SlotStep.of(slot.launched(launched.launch(), nowNanos));
        } else if (event instanceof SlotEvent.LaunchFailed failed) {
            return slot.state() == SlotState.LAUNCHING ? failed(slot, failed.message(), nowNanos) : SlotStep.of(slot);
        } else if (event instanceof SlotEvent.Adopted adopted) {
            return SlotStep.of(slot.state() == SlotState.EMPTY ? adopted(slot, adopted, nowNanos) : slot);
        } else if (event instanceof SlotEvent.Hello hello) {
            return hello.launch() == slot.launch() ? hello(slot, nowNanos) : SlotStep.of(slot);
        } else if (event instanceof SlotEvent.Alive alive) {
            boolean speaks = alive.launch() == slot.launch()
                    && (slot.state() == SlotState.RUNNING || slot.state() == SlotState.DUMPING);
            return speaks ? running(slot, nowNanos) : SlotStep.of(slot);
        } else if (event instanceof SlotEvent.Dumped dumped) {
            boolean awaited = slot.state() == SlotState.DUMPING && dumped.launch() == slot.launch();
            return awaited ? kill(slot, slot.notice() + "; " + dumped.where(), nowNanos) : SlotStep.of(slot);
        } else if (event instanceof SlotEvent.Exited exited) {
            boolean ours = slot.state().hasProcess() && exited.launch() == slot.launch();
            return ours ? exited(slot, exited, nowNanos) : SlotStep.of(slot);
        } else {
            return tick(slot, nowNanos);
        }
    }

    private SlotStep wanted(Slot slot, String reason, long nowNanos) {
        if (slot.state() == SlotState.EMPTY) {
            return slot.wanted() == null ? SlotStep.of(slot) : begin(slot.takenByWanted(), nowNanos);
        }
        if (!slot.wantsOther()) {
            return SlotStep.of(slot.confirmed());
        }
        return switch (slot.state()) {
            case EMPTY, DUMPING, STOPPING, KILLING -> SlotStep.of(slot);
            case FETCHING, BACKOFF -> released(slot, nowNanos);
            // It has not been told what to run, so there is nothing to clean up in it.
            case LAUNCHING -> kill(slot, reason, nowNanos);
            // One that has not said hello yet hears of it when it does.
            case ADOPTED, RUNNING -> stop(slot, reason, nowNanos);
        };
    }

    private Slot adopted(Slot slot, SlotEvent.Adopted adopted, long nowNanos) {
        return slot.wanting(adopted.target())
                .takenByWanted()
                .launched(adopted.launch(), nowNanos - adopted.age().toNanos())
                .in(SlotState.ADOPTED, nowNanos, limits.adoptTimeout());
    }

    private static boolean isFetching(Slot slot, String artifact) {
        return slot.state() == SlotState.FETCHING
                && artifact.equals(slot.busyWith().artifact());
    }

    private SlotStep hello(Slot slot, long nowNanos) {
        return switch (slot.state()) {
            case LAUNCHING, ADOPTED, RUNNING, DUMPING -> running(slot, nowNanos);
            // The order to stop may have been lost with the conversation before this one.
            case STOPPING -> SlotStep.of(slot, new SlotEffect.SendStop("its slot is wanted for something else"));
            case EMPTY, FETCHING, KILLING, BACKOFF -> SlotStep.of(slot);
        };
    }

    /** It speaks. One that spoke again while it was about to be ended stays, unless it is not wanted any more. */
    private SlotStep running(Slot slot, long nowNanos) {
        Slot speaking = slot.state() == SlotState.DUMPING ? slot.failing(slot.failures(), null) : slot;
        return slot.state() == SlotState.DUMPING && slot.wantsOther()
                ? stop(speaking, "its slot is wanted for something else", nowNanos)
                : SlotStep.of(speaking.in(SlotState.RUNNING, nowNanos, limits.silenceTimeout()));
    }

    private static SlotStep stop(Slot slot, String reason, long nowNanos) {
        return SlotStep.of(
                slot.in(SlotState.STOPPING, nowNanos, slot.busyWith().stopTimeout()), new SlotEffect.SendStop(reason));
    }

    private SlotStep tick(Slot slot, long nowNanos) {
        return switch (slot.state()) {
            case EMPTY, FETCHING -> SlotStep.of(slot);
            case LAUNCHING ->
                slot.isDue(nowNanos)
                        ? kill(slot, "it did not connect within " + text(limits.launchTimeout()), nowNanos)
                        : SlotStep.of(slot);
            case ADOPTED ->
                slot.isDue(nowNanos)
                        ? dump(slot, "it did not connect again within " + text(limits.adoptTimeout()), nowNanos)
                        : SlotStep.of(slot);
            case RUNNING ->
                slot.isDue(nowNanos)
                        ? dump(slot, "it was silent for " + text(limits.silenceTimeout()), nowNanos)
                        : SlotStep.of(isSteady(slot, nowNanos) ? slot.failing(0, null) : slot);
            case DUMPING ->
                slot.isDue(nowNanos)
                        ? kill(
                                slot,
                                slot.notice() + "; what its threads did could not be had within "
                                        + text(limits.dumpTimeout()),
                                nowNanos)
                        : SlotStep.of(slot);
            case STOPPING ->
                slot.isDue(nowNanos)
                        ? kill(
                                slot,
                                "it did not stop within " + text(slot.busyWith().stopTimeout()),
                                nowNanos)
                        : SlotStep.of(slot);
            case KILLING ->
                slot.isDue(nowNanos) ? kill(slot, "its process does not go away", nowNanos) : SlotStep.of(slot);
            case BACKOFF -> slot.isDue(nowNanos) ? begin(slot, nowNanos) : SlotStep.of(slot);
        };
    }

    private SlotStep exited(Slot slot, SlotEvent.Exited exited, long nowNanos) {
        boolean askedFor = slot.state() == SlotState.STOPPING;
        if (slot.wantsOther()) {
            return released(slot, nowNanos);
        }
        if (askedFor) {
            return begin(slot, nowNanos);
        }
        int failures = isSteady(slot, nowNanos) ? 1 : slot.failures() + 1;
        Slot failing = slot.failing(failures, obituary(slot, exited, nowNanos));
        return failures == 1
                ? begin(failing, nowNanos)
                : SlotStep.of(failing.in(SlotState.BACKOFF, nowNanos, limits.backoff(failures - 1)));
    }

    private String obituary(Slot slot, SlotEvent.Exited exited, long nowNanos) {
        long livedSeconds = (nowNanos - slot.launchedAtNanos()) / 1_000_000_000L;
        boolean killed = slot.state() == SlotState.KILLING && slot.notice() != null;
        return (killed ? slot.notice() : howItEnded(exited))
                + " (launch " + slot.launch() + ", exit code "
                + exited.exitCodeText() + " after " + livedSeconds + " s"
                + (exited.lastWords() == null ? ")" : ", last log line: " + exited.lastWords() + ")");
    }

    /** As shells tell it: an exit code above 128 is a signal. */
    private static String howItEnded(SlotEvent.Exited exited) {
        if (!exited.isCodeKnown()) {
            return "the worker ended";
        }
        int signal = exited.exitCode() - 128;
        return signal > 0 && signal < 32
                ? "the worker was killed (signal " + signal + ")"
                : "the worker ended by itself";
    }

    private boolean isSteady(Slot slot, long nowNanos) {
        return nowNanos - slot.launchedAtNanos() >= limits.steadyAfter().toNanos();
    }

    private SlotStep failed(Slot slot, String message, long nowNanos) {
        int failures = slot.failures() + 1;
        return SlotStep.of(slot.failing(failures, message).in(SlotState.BACKOFF, nowNanos, limits.backoff(failures)));
    }

    private SlotStep dump(Slot slot, String reason, long nowNanos) {
        Slot dumping = slot.failing(slot.failures(), reason).in(SlotState.DUMPING, nowNanos, limits.dumpTimeout());
        return SlotStep.of(dumping, new SlotEffect.Dump());
    }

    private SlotStep kill(Slot slot, String reason, long nowNanos) {
        Slot killing = slot.failing(slot.failures(), "the worker was killed: " + reason)
                .in(SlotState.KILLING, nowNanos, limits.killRepeat());
        return SlotStep.of(killing, new SlotEffect.Kill(reason));
    }

    /** No process is left and the target is not wanted any more. */
    private SlotStep released(Slot slot, long nowNanos) {
        List<SlotEffect> effects = new ArrayList<>();
        effects.add(new SlotEffect.Clean(slot.busyWith()));
        if (slot.wanted() == null) {
            return new SlotStep(Slot.empty(slot.port()), effects);
        }
        SlotStep next = begin(slot.takenByWanted(), nowNanos);
        effects.addAll(next.effects());
        return new SlotStep(next.slot(), effects);
    }

    private SlotStep begin(Slot slot, long nowNanos) {
        @Nullable String artifact = slot.busyWith().artifact();
        return artifact == null
                ? launch(slot, nowNanos)
                : SlotStep.of(slot.in(SlotState.FETCHING, nowNanos, Duration.ZERO), new SlotEffect.Fetch(artifact));
    }

    private SlotStep launch(Slot slot, long nowNanos) {
        return SlotStep.of(
                slot.in(SlotState.LAUNCHING, nowNanos, limits.launchTimeout()), new SlotEffect.Launch(slot.busyWith()));
    }

    private static String text(Duration duration) {
        return duration.toMillis() + " ms";
    }
}

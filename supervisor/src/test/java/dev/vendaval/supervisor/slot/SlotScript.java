package dev.vendaval.supervisor.slot;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Plays events on one slot and keeps what the last one led to; time passes only when told. */
final class SlotScript {
    static final int PORT = 6700;

    private final SlotMachine machine = new SlotMachine(SlotLimits.of(Duration.ofSeconds(10)));
    private Slot slot = Slot.empty(PORT);
    private List<SlotEffect> effects = List.of();
    /** Close to the overflow of nanoTime, which must not matter. */
    private long now = Long.MAX_VALUE - 3_000_000_000L;

    SlotScript happens(SlotEvent event) {
        SlotStep step = machine.step(slot, event, now);
        slot = step.slot();
        effects = step.effects();
        return this;
    }

    SlotScript wanted(@Nullable SlotTarget target) {
        return happens(new SlotEvent.Wanted(target, "test"));
    }

    /** A target without artifact, up and running. */
    SlotScript running(SlotTarget target, long launch) {
        wanted(target);
        if (target.artifact() != null) {
            happens(new SlotEvent.ArtifactReady(target.artifact()));
        }
        return happens(new SlotEvent.Launched(launch)).happens(new SlotEvent.Hello(launch));
    }

    SlotScript after(Duration duration) {
        now += duration.toNanos();
        return happens(new SlotEvent.Tick());
    }

    SlotScript aliveFor(Duration duration, long launch) {
        for (long second = 0; second < duration.toSeconds(); second++) {
            after(Duration.ofSeconds(1));
            happens(new SlotEvent.Alive(launch));
        }
        return this;
    }

    Slot slot() {
        return slot;
    }

    SlotState state() {
        return slot.state();
    }

    List<SlotEffect> effects() {
        return effects;
    }
}

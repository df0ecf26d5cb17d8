package dev.vendaval.supervisor.slot;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;

/** A slot with a world around it that does what the effects ask for, and checks each step. */
final class SlotLife {
    private final SlotMachine machine = new SlotMachine(SlotLimits.of(Duration.ofSeconds(10)));
    private Slot slot = Slot.empty(6700);
    private long now;
    private long launches;
    private int processes;

    Slot slot() {
        return slot;
    }

    void happens(SlotEvent event, Duration later) {
        now += later.toNanos();
        apply(event);
    }

    /** What is about to happen to this slot; the exit only of a process that exists. */
    List<SlotEvent> likely() {
        return List.of(
                new SlotEvent.Hello(slot.launch()),
                new SlotEvent.Alive(slot.launch()),
                processes > 0 ? new SlotEvent.Exited(slot.launch(), 1, null) : new SlotEvent.Tick(),
                new SlotEvent.Tick());
    }

    /** All goes well from now on. */
    void settle(SlotTarget target) {
        apply(new SlotEvent.Wanted(target, "test"));
        for (int step = 0; step < 1000 && !isRunning(target); step++) {
            happens(new SlotEvent.Tick(), Duration.ofMillis(500));
            switch (slot.state()) {
                case FETCHING ->
                    apply(new SlotEvent.ArtifactReady(
                            String.valueOf(slot.busyWith().artifact())));
                case LAUNCHING, ADOPTED -> apply(new SlotEvent.Hello(slot.launch()));
                case RUNNING -> apply(new SlotEvent.Alive(slot.launch()));
                case DUMPING, STOPPING, KILLING -> apply(new SlotEvent.Exited(slot.launch(), 0, null));
                case EMPTY, BACKOFF -> apply(new SlotEvent.Tick());
            }
        }
    }

    private boolean isRunning(SlotTarget target) {
        return slot.state() == SlotState.RUNNING && target.equals(slot.target());
    }

    private void apply(SlotEvent event) {
        if (event instanceof SlotEvent.LaunchFailed) {
            return; // only ever the answer to a launch
        }
        if (event instanceof SlotEvent.Adopted && slot.state() == SlotState.EMPTY) {
            processes++;
        }
        if (event instanceof SlotEvent.Exited exited && exited.launch() == slot.launch()) {
            processes = 0;
        }
        Slot before = slot;
        SlotStep step = machine.step(slot, event, now);
        slot = step.slot();
        SlotMachineEveryStateTest.check(before, event, step);
        for (SlotEffect effect : step.effects()) {
            if (effect instanceof SlotEffect.Launch) {
                launch();
            }
        }
    }

    private void launch() {
        launches++;
        if (launches % 7 == 0) {
            slot = machine.step(slot, new SlotEvent.LaunchFailed("no java"), now)
                    .slot();
            return;
        }
        processes++;
        assertThat(processes).as("processes in one slot").isEqualTo(1);
        slot = machine.step(slot, new SlotEvent.Launched(100 + launches), now).slot();
    }
}

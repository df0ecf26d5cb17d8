package dev.vendaval.supervisor.slot;

import java.util.List;

/** Result of a step of the slot machine. */
public record SlotStep(Slot slot, List<SlotEffect> effects) {
    public SlotStep {
        effects = List.copyOf(effects);
    }

    static SlotStep of(Slot slot, SlotEffect... effects) {
        return new SlotStep(slot, List.of(effects));
    }
}

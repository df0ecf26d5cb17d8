package dev.vendaval.supervisor;

import dev.vendaval.supervisor.slot.Slot;
import dev.vendaval.supervisor.slot.SlotEffect;
import dev.vendaval.supervisor.slot.SlotEvent;
import dev.vendaval.supervisor.slot.SlotMachine;
import dev.vendaval.supervisor.slot.SlotStep;
import dev.vendaval.supervisor.slot.SlotTarget;
import dev.vendaval.supervisor.slot.StartTimes;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All slots of the host; the one place where a slot changes. Each change is logged with from, to and
 * why, and then its effects happen. Owned by the supervisor's owner thread.
 */
final class SlotBoard {
    private static final Logger LOG = LoggerFactory.getLogger(SlotBoard.class);

    /** Makes an effect happen; may call {@link SlotBoard#apply} for what came of it. */
    interface Effects {
        void perform(Slot slot, SlotEffect effect);
    }

    private final SlotMachine machine;
    private final LongSupplier nanoTime;
    private final Effects effects;
    private final Map<Integer, Slot> slots = new TreeMap<>();
    private final Map<Integer, StartTimes> starts = new TreeMap<>();
    private boolean changed;

    SlotBoard(List<Integer> ports, SlotMachine machine, LongSupplier nanoTime, Effects effects) {
        this.machine = machine;
        this.nanoTime = nanoTime;
        this.effects = effects;
        ports.forEach(port -> slots.put(port, Slot.empty(port)));
        ports.forEach(port -> starts.put(port, new StartTimes()));
    }

    boolean has(int port) {
        return slots.containsKey(port);
    }

    Slot slot(int port) {
        return Objects.requireNonNull(slots.get(port), "no slot on that port");
    }

    Collection<Slot> all() {
        return List.copyOf(slots.values());
    }

    /** Whether anything that a user can see has changed since it was last asked. */
    boolean takeChanged() {
        boolean result = changed;
        changed = false;
        return result;
    }

    void applyToAll(SlotEvent event) {
        all().forEach(slot -> apply(slot.port(), event));
    }

    /** Lets the event happen to the slot, with all that follows from it. */
    void apply(int port, SlotEvent event) {
        Slot before = slot(port);
        long now = nanoTime.getAsLong();
        SlotStep step = machine.step(before, event, now);
        Slot after = step.slot();
        slots.put(port, after);
        start(port).moved(before.state(), after.state(), now);
        note(before, after, event);
        for (SlotEffect effect : step.effects()) {
            effects.perform(after, effect);
        }
    }

    /** The slot's worker says that all it runs is ready; logged once for each start. */
    void ready(int port) {
        start(port)
                .ready(nanoTime.getAsLong())
                .ifPresent(sentence -> LOG.info(
                        "slot {} of {}: {}", port, slot(port).busyWith().topologyId(), sentence));
    }

    private StartTimes start(int port) {
        return Objects.requireNonNull(starts.get(port), "no slot on that port");
    }

    private void note(Slot before, Slot after, SlotEvent event) {
        boolean moved = before.state() != after.state() || !Objects.equals(before.target(), after.target());
        boolean noticed = !Objects.equals(before.notice(), after.notice());
        if (moved) {
            @Nullable SlotTarget target = after.target() == null ? before.target() : after.target();
            String topologyId = target == null ? "-" : target.topologyId();
            LOG.info(
                    "slot {} of {}: {} -> {}: {}",
                    after.port(),
                    topologyId,
                    before.state(),
                    after.state(),
                    event.why());
        }
        if (noticed && after.notice() != null) {
            LOG.warn("slot {}: {}", after.port(), after.notice());
        }
        changed |= moved || noticed;
    }
}

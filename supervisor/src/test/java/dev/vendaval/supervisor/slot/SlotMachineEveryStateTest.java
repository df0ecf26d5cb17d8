package dev.vendaval.supervisor.slot;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every event in every state, and seeded random lives: the invariants of the slot machine. */
class SlotMachineEveryStateTest {
    private static final SlotTarget ONE = new SlotTarget("one-1", 0, 1, "cafe", Duration.ofSeconds(5));
    private static final SlotTarget TWO = new SlotTarget("two-1", 1, 1, null, Duration.ofSeconds(5));

    private static Slot in(SlotState state) {
        SlotScript script = new SlotScript();
        switch (state) {
            case EMPTY -> script.wanted(null);
            case FETCHING -> script.wanted(ONE);
            case LAUNCHING ->
                script.wanted(ONE).happens(new SlotEvent.ArtifactReady("cafe")).happens(new SlotEvent.Launched(1));
            case ADOPTED -> script.happens(new SlotEvent.Adopted(ONE, 1, Duration.ZERO));
            case RUNNING -> script.running(ONE, 1);
            case STOPPING -> script.running(ONE, 1).wanted(null);
            case DUMPING -> script.running(ONE, 1).after(Duration.ofSeconds(10));
            case KILLING -> script.running(ONE, 1).after(Duration.ofSeconds(10)).after(Duration.ofSeconds(5));
            case BACKOFF -> script.wanted(ONE).happens(new SlotEvent.ArtifactFailed("cafe", "gone"));
        }
        assertThat(script.state()).isEqualTo(state);
        return script.slot();
    }

    private static List<SlotEvent> everyEvent() {
        return List.of(
                new SlotEvent.Wanted(null, "test"),
                new SlotEvent.Wanted(ONE, "test"),
                new SlotEvent.Wanted(TWO, "test"),
                new SlotEvent.ArtifactReady("cafe"),
                new SlotEvent.ArtifactReady("beef"),
                new SlotEvent.ArtifactFailed("cafe", "gone"),
                new SlotEvent.LaunchFailed("no java"),
                new SlotEvent.Adopted(ONE, 1, Duration.ofSeconds(5)),
                new SlotEvent.Hello(1),
                new SlotEvent.Hello(99),
                new SlotEvent.Alive(1),
                new SlotEvent.Alive(99),
                new SlotEvent.Dumped(1, "there"),
                new SlotEvent.Dumped(99, "there"),
                new SlotEvent.Exited(1, 1, null),
                new SlotEvent.Exited(99, 1, null),
                new SlotEvent.Tick());
    }

    @ParameterizedTest
    @EnumSource(SlotState.class)
    void everyEventLeavesTheInvariantsIntact(SlotState state) {
        SlotMachine machine = new SlotMachine(SlotLimits.of(Duration.ofSeconds(10)));
        for (SlotEvent event : everyEvent()) {
            Slot before = in(state);
            for (long later : List.of(0L, Duration.ofMinutes(5).toNanos())) {
                check(before, event, machine.step(before, event, before.deadlineNanos() + later));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(SlotState.class)
    void eventsOfOtherLaunchesAndArtifactsChangeNothing(SlotState state) {
        SlotMachine machine = new SlotMachine(SlotLimits.of(Duration.ofSeconds(10)));
        Slot slot = in(state);
        for (SlotEvent stale : List.of(
                new SlotEvent.Hello(99),
                new SlotEvent.Alive(99),
                new SlotEvent.Exited(99, 1, null),
                new SlotEvent.Dumped(99, "there"),
                new SlotEvent.ArtifactReady("beef"),
                new SlotEvent.ArtifactFailed("beef", "gone"))) {
            assertThat(machine.step(slot, stale, slot.deadlineNanos() - 1)).isEqualTo(SlotStep.of(slot));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void randomLivesKeepOneProcessAndEndWhereTheyAreWanted(long seed) {
        Random random = new Random(seed);
        SlotLife life = new SlotLife();
        Set<SlotState> seen = EnumSet.noneOf(SlotState.class);
        for (int step = 0; step < 5_000; step++) {
            List<SlotEvent> events = new ArrayList<>(everyEvent());
            events.addAll(life.likely());
            life.happens(events.get(random.nextInt(events.size())), Duration.ofMillis(random.nextInt(3000)));
            seen.add(life.slot().state());
        }
        life.settle(TWO);

        assertThat(seen).containsExactlyInAnyOrder(SlotState.values());
        assertThat(life.slot().state()).isEqualTo(SlotState.RUNNING);
        assertThat(life.slot().target()).isEqualTo(TWO);
    }

    @Test
    void everyStateSaysWhetherAProcessMayExist() {
        assertThat(SlotState.values())
                .filteredOn(SlotState::hasProcess)
                .containsExactly(
                        SlotState.LAUNCHING,
                        SlotState.ADOPTED,
                        SlotState.RUNNING,
                        SlotState.DUMPING,
                        SlotState.STOPPING,
                        SlotState.KILLING);
    }

    static void check(Slot before, SlotEvent event, SlotStep step) {
        Slot after = step.slot();
        String what = before + " + " + event + " -> " + step;
        assertThat(after.target() == null).as(what).isEqualTo(after.state() == SlotState.EMPTY);
        boolean letGo = before.state().hasProcess() && !after.state().hasProcess();
        boolean ended = event instanceof SlotEvent.Exited || event instanceof SlotEvent.LaunchFailed;
        assertThat(letGo && !ended).as(what).isFalse();
        boolean otherTarget = before.target() != null && !before.target().equals(after.target());
        assertThat(step.effects().stream().anyMatch(SlotEffect.Clean.class::isInstance))
                .as(what)
                .isEqualTo(otherTarget);
        if (step.effects().stream().anyMatch(SlotEffect.Launch.class::isInstance)) {
            assertThat(after.state()).as(what).isEqualTo(SlotState.LAUNCHING);
            assertThat(!before.state().hasProcess() || event instanceof SlotEvent.Exited)
                    .as(what)
                    .isTrue();
        }
    }
}

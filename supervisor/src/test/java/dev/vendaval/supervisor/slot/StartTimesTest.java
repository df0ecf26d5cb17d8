package dev.vendaval.supervisor.slot;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StartTimesTest {
    private static final long MS = 1_000_000;
    private final StartTimes times = new StartTimes();

    @Test
    void aStartIsToldOnceWithItsParts() {
        times.moved(SlotState.EMPTY, SlotState.FETCHING, 10 * MS);
        times.moved(SlotState.FETCHING, SlotState.LAUNCHING, 15 * MS);
        assertThat(times.ready(20 * MS)).isEmpty();
        times.moved(SlotState.LAUNCHING, SlotState.RUNNING, 400 * MS);

        assertThat(times.ready(500 * MS))
                .hasValue("ready after 490 ms: artifact 5, launch to hello 385, hello to ready 100");
        assertThat(times.ready(1_500 * MS)).isEmpty();
    }

    @Test
    void aSecondStartWithoutAnArtifactIsToldAnew() {
        times.moved(SlotState.EMPTY, SlotState.LAUNCHING, 10 * MS);
        times.moved(SlotState.LAUNCHING, SlotState.RUNNING, 20 * MS);
        assertThat(times.ready(30 * MS)).isPresent();

        times.moved(SlotState.RUNNING, SlotState.LAUNCHING, 100 * MS);
        assertThat(times.ready(110 * MS)).isEmpty();
        times.moved(SlotState.LAUNCHING, SlotState.RUNNING, 140 * MS);
        times.moved(SlotState.RUNNING, SlotState.RUNNING, 145 * MS);

        assertThat(times.ready(150 * MS))
                .hasValue("ready after 50 ms: artifact 0, launch to hello 40, hello to ready 10");
    }

    @Test
    void aWorkerThatIsStoppingIsNotReady() {
        times.moved(SlotState.EMPTY, SlotState.LAUNCHING, 10 * MS);
        times.moved(SlotState.LAUNCHING, SlotState.RUNNING, 20 * MS);
        times.moved(SlotState.RUNNING, SlotState.STOPPING, 25 * MS);

        assertThat(times.ready(30 * MS)).isEmpty();
    }
}

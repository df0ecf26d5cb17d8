package dev.vendaval.tests.benchmarks.workload;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScheduleTest {
    @Test
    void tuplesAreDueAtEvenTimesWheneverTheyAreTaken() {
        Schedule schedule = new Schedule(1_000, 10_000, 1);
        assertThat(schedule.isDue(999)).isFalse();
        assertThat(schedule.isDue(1_000)).isTrue();
        assertThat(schedule.next()).isEqualTo(1_000);
        assertThat(schedule.isDue(100_999)).isFalse();
        assertThat(schedule.isDue(900_000)).isTrue();
        assertThat(schedule.next()).isEqualTo(101_000);
        assertThat(schedule.next()).isEqualTo(201_000);
    }

    @Test
    void severalSourcesShareTheRate() {
        Schedule schedule = new Schedule(0, 1_000, 4);
        schedule.next();
        assertThat(schedule.next()).isEqualTo(4_000_000);
    }

    @Test
    void aRateThatDoesNotDivideASecondDoesNotDrift() {
        Schedule schedule = new Schedule(0, 3, 1);
        for (int tuple = 0; tuple < 3_000; tuple++) {
            schedule.next();
        }
        assertThat(schedule.next()).isEqualTo(1_000_000_000_000L);
    }
}

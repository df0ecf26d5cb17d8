package dev.vendaval.worker.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class ParkingTest {
    private final Parking parking = new Parking();

    @Test
    void aLoopIsParkedFromItsAnnouncementUntilItIsWokenOrWithdraws() {
        assertThat(parking.isParked()).isFalse();

        parking.announce();
        assertThat(parking.isParked()).isTrue();
        parking.withdraw();
        assertThat(parking.isParked()).isFalse();

        parking.announce();
        parking.wake();
        assertThat(parking.isParked()).isFalse();
    }

    @Test
    void aWakeBetweenAnnouncementAndParkEndsTheParkAtOnce() {
        parking.announce();
        parking.wake();

        long before = System.nanoTime();
        parking.park(TimeUnit.SECONDS.toNanos(30));

        assertThat(System.nanoTime() - before).isLessThan(TimeUnit.SECONDS.toNanos(10));
        assertThat(parking.isParked()).isFalse();
    }

    @Test
    void aParkEndsWithItsTimeAndThenNobodyNeedsToWake() {
        parking.announce();
        parking.park(TimeUnit.MILLISECONDS.toNanos(1));

        assertThat(parking.isParked()).isFalse();
    }

    @Test
    void aWakeOfALoopThatRunsLeavesNothingBehindForItsNextPark() throws InterruptedException {
        Thread parked = new Thread(
                () -> {
                    parking.announce();
                    parking.park(TimeUnit.MINUTES.toNanos(1));
                },
                "parked");
        parking.wake();
        parked.start();
        while (parked.getState() != Thread.State.TIMED_WAITING) {
            assertThat(parked.isAlive()).isTrue();
            Thread.onSpinWait();
        }

        parking.wake();
        parked.join(TimeUnit.SECONDS.toMillis(30));

        assertThat(parked.isAlive()).isFalse();
    }

    @Test
    void anUnparkByAnybodyElseEndsThePark() throws InterruptedException {
        Thread parked = new Thread(
                () -> {
                    parking.announce();
                    parking.park(TimeUnit.MINUTES.toNanos(1));
                },
                "parked");
        parked.start();
        while (!parking.isParked()) {
            Thread.onSpinWait();
        }

        LockSupport.unpark(parked);
        parked.join(TimeUnit.SECONDS.toMillis(30));

        assertThat(parked.isAlive()).isFalse();
        assertThat(parking.isParked()).isFalse();
    }
}

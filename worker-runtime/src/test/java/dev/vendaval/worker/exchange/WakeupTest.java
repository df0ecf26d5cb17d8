package dev.vendaval.worker.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class WakeupTest {
    private final Wakeup wakeup = new Wakeup();
    private final Parking loop = new Parking();

    @Test
    void anExecutorIsDueAtFirstAndThenWheneverItWasWoken() {
        assertThat(wakeup.isDue()).isTrue();
        assertThat(wakeup.take()).isTrue();
        assertThat(wakeup.isDue()).isFalse();
        assertThat(wakeup.take()).isFalse();

        wakeup.wake();
        assertThat(wakeup.isDue()).isTrue();
        assertThat(wakeup.take()).isTrue();
    }

    @Test
    void aWakeEndsTheParkOfItsLoopAndASecondOneDoesNot() {
        wakeup.moveTo(loop);
        wakeup.take();
        loop.announce();
        wakeup.wake();
        assertThat(loop.isParked()).isFalse();

        loop.announce();
        wakeup.wake();
        assertThat(loop.isParked()).as("woken before, not taken yet").isTrue();
    }

    @Test
    void afterAMoveTheExecutorIsDueAndWakesItsNewLoopOnly() {
        Parking other = new Parking();
        wakeup.moveTo(loop);
        wakeup.take();

        wakeup.moveTo(other);
        assertThat(wakeup.isDue()).isTrue();
        wakeup.take();
        loop.announce();
        other.announce();
        wakeup.wake();

        assertThat(loop.isParked()).isTrue();
        assertThat(other.isParked()).isFalse();
    }

    /** The rule of Parking: announce, look once more, park. A lost wake-up would last a minute. */
    @Test
    @Timeout(120)
    void noneOfManyHandOversIsLost() throws InterruptedException {
        int rounds = 30_000;
        AtomicLong asked = new AtomicLong();
        AtomicLong answered = new AtomicLong();
        AtomicReference<@Nullable String> wrong = new AtomicReference<>();
        wakeup.moveTo(loop);
        Thread owner = new Thread(
                () -> {
                    while (answered.get() < rounds) {
                        if (wakeup.take()) {
                            answered.set(asked.get());
                        }
                        loop.announce();
                        if (wakeup.isDue() || answered.get() == rounds) {
                            loop.withdraw();
                        } else {
                            long before = System.nanoTime();
                            loop.park(TimeUnit.MINUTES.toNanos(1));
                            if (System.nanoTime() - before > TimeUnit.SECONDS.toNanos(50)) {
                                wrong.set("wake-up lost after " + answered.get());
                            }
                        }
                    }
                },
                "owner");
        owner.start();

        for (long round = 1; round <= rounds; round++) {
            asked.lazySet(round);
            VarHandle.fullFence();
            wakeup.wake();
            while (answered.get() < round && wrong.get() == null) {
                Thread.onSpinWait();
            }
        }
        owner.join(TimeUnit.SECONDS.toMillis(60));

        assertThat(Objects.toString(wrong.get())).isEqualTo("null");
        assertThat(answered).hasValue(rounds);
    }
}

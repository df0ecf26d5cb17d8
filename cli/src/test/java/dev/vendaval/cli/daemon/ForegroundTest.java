package dev.vendaval.cli.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ForegroundTest {
    @Test
    void theJvmWaitsForAnOrderlyStopAlsoWhenWhoIsToldOfItFails() throws Exception {
        AtomicReference<Throwable> uncaught = new AtomicReference<>();
        Foreground foreground = Foreground.enter();
        foreground.announceStopTo(() -> {
            throw new IllegalStateException("no thread is left");
        });
        Thread hook = new Thread(foreground::signalled, "like the shutdown hook");
        hook.setUncaughtExceptionHandler((thread, failure) -> uncaught.set(failure));
        hook.start();
        try {
            await().atMost(Duration.ofSeconds(10)).until(() -> hook.getState() == Thread.State.TIMED_WAITING);
            assertThat(foreground.stopsWithin(0)).isTrue();
            foreground.announceStopTo(() -> {});
        } finally {
            foreground.close();
        }
        hook.join(10_000);
        assertThat(hook.isAlive()).isFalse();
        assertThat(uncaught.get()).hasMessage("no thread is left");
    }
}

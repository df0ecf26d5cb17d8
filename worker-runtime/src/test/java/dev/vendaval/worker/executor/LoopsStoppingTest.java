package dev.vendaval.worker.executor;

import static dev.vendaval.worker.executor.RunningSets.FOR_GOOD;
import static dev.vendaval.worker.executor.RunningSets.QUIET;
import static dev.vendaval.worker.executor.RunningSets.await;
import static dev.vendaval.worker.executor.RunningSets.sharing;
import static dev.vendaval.worker.executor.RunningSets.threads;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Executors that share loops, on real threads, are stopped. */
@Tag("I5")
class LoopsStoppingTest {
    @RegisterExtension
    final RunningSets sets = new RunningSets();

    @Test
    void aCleanupThatBlocksAtTheEndHoldsUpNoOther() throws InterruptedException {
        Scene scene = new Scene(sets, new Hold(false), sharing(1, FOR_GOOD));
        scene.startAndShare();
        scene.hold.arm(Hold.Call.CLEANUP);
        Thread stopping = new Thread(
                () -> {
                    try {
                        scene.set.stop(Duration.ofSeconds(40));
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "stopping");
        stopping.start();

        assertThat(scene.hold.awaitEntered()).isTrue();
        await().until(() -> scene.stopped.get() == 1);
        scene.hold.release();
        stopping.join(TimeUnit.SECONDS.toMillis(30));

        assertThat(scene.stopped).hasValue(2);
        await().until(() -> threads().isEmpty());
    }

    @Test
    @Tag("I7")
    void stopWhileAnExecutorHasAThreadOfItsOwnBecauseItBlocksInterruptsItAndLeavesNoThread()
            throws InterruptedException {
        Scene scene = new Scene(sets, new Hold(false), sharing(1, FOR_GOOD));
        scene.startAndShare();
        scene.holdIn(Hold.Call.EXECUTE);

        assertThat(scene.set.stop(Duration.ofMillis(500))).isEmpty();

        assertThat(scene.stopped).hasValue(2);
        await().until(() -> threads().isEmpty());
    }

    @Test
    @Tag("I7")
    void stopAtOnceAfterStartOrJustWhenAnExecutorBlocksLeavesNoThread() throws InterruptedException {
        for (int i = 0; i < 6; i++) {
            Scene scene = new Scene(sets, new Hold(false), sharing(2, QUIET));
            if (i % 2 == 0) {
                scene.hold.arm(Hold.Call.EXECUTE);
                scene.wanted.set(1);
                scene.set.start();
                assertThat(scene.hold.awaitEntered()).isTrue();
            } else {
                scene.set.start();
            }

            assertThat(scene.set.stop(Duration.ofSeconds(1))).isEmpty();

            await().until(() -> threads().isEmpty());
        }
    }
}

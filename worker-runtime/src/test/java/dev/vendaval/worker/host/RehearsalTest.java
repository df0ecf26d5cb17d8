package dev.vendaval.worker.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vendaval.protocol.config.HostPort;
import dev.vendaval.protocol.grpc.RpcFactory;
import dev.vendaval.protocol.report.Incarnation;
import dev.vendaval.protocol.service.Caller;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RehearsalTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private final RpcFactory rpc = new RpcFactory(new Caller("test", "127.0.0.1", "test"));
    private final AtomicInteger over = new AtomicInteger();

    private WorkerOptions options() {
        return new WorkerOptions(
                new HostPort("127.0.0.1", 1),
                "words-1",
                "127.0.0.1",
                6700,
                new Incarnation(0, 1, 1),
                1,
                Path.of("."),
                rpc,
                WorkerClock.system(),
                UserLoaders.ofArtifacts(Objects.requireNonNull(RehearsalTest.class.getClassLoader())),
                List::of,
                true,
                end -> {});
    }

    private static boolean isAnyThreadLeft() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().contains("rehearsal"));
    }

    @AfterEach
    void closeNetwork() {
        rpc.close();
    }

    @Test
    void itPlaysAllOfItAndLeavesNothing() {
        Rehearsal rehearsal = Rehearsal.begin(options(), LIMIT, over::incrementAndGet);
        await().atMost(LIMIT).until(rehearsal::isOver);
        assertThat(rehearsal.isComplete()).isTrue();
        rehearsal.stop();
        assertThat(rehearsal.isCutShort()).isFalse();
        await().atMost(LIMIT).until(() -> !isAnyThreadLeft());
        assertThat(over).hasValue(1);
    }

    @Test
    void itIsOverAtItsLimit() {
        Rehearsal rehearsal = Rehearsal.begin(options(), Duration.ofMillis(1), over::incrementAndGet);
        await().atMost(LIMIT).until(rehearsal::isOver);
        assertThat(rehearsal.isComplete()).isFalse();
        await().atMost(LIMIT).until(() -> !isAnyThreadLeft());
        assertThat(over).hasValue(1);
    }

    @Test
    void itTakesAThirdOfTheTimeToPrepareAtMost() {
        assertThat(Rehearsal.limit(Duration.ofSeconds(6))).isEqualTo(Duration.ofSeconds(2));
        assertThat(Rehearsal.limit(Duration.ofMinutes(2))).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void itEndsWithItsWorker() throws InterruptedException {
        Rehearsal rehearsal = Rehearsal.begin(options(), LIMIT, over::incrementAndGet);
        rehearsal.close();
        assertThat(rehearsal.isOver()).isTrue();
        assertThat(rehearsal.isCutShort()).isTrue();
        await().atMost(LIMIT).until(() -> !isAnyThreadLeft());
        assertThat(over).hasValue(1);
    }
}

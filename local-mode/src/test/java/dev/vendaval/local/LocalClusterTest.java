package dev.vendaval.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.vendaval.api.SubmitException;
import dev.vendaval.api.SubmitException.Code;
import dev.vendaval.protocol.report.TopologyInfo;
import dev.vendaval.protocol.state.TopologyStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LocalClusterTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private LocalCluster cluster;

    @BeforeEach
    void start() {
        cluster = new LocalCluster();
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void wordsAreCountedAndEveryLineIsAcked() {
        try (LocalTopology words =
                cluster.submit("words", Map.of(), DemoTopology.wordCount(DemoTopology.LINES.toArray()))) {
            words.awaitAcked(3, SOON);

            assertThat(words.collect("count", "default"))
                    .contains(List.of("the", 1L), List.of("the", 2L), List.of("the", 3L), List.of("mat", 1L))
                    .hasSize(8);
            assertThat(words.collect("lines", "default")).hasSize(3);
            assertThat(words.collect("lines", "other")).isEmpty();
        }
    }

    @Test
    void failedLinesAreReplayedUntilTheyAreAcked() {
        try (LocalTopology words =
                cluster.submit("words", Map.of(), DemoTopology.wordCount(new DemoTopology.FailOnce(), "a b", "c"))) {
            words.awaitAcked(2, SOON);

            assertThat(words.collect("lines", "default")).hasSize(4);
            assertThat(words.collect("count", "default"))
                    .containsExactlyInAnyOrder(List.of("a", 1L), List.of("b", 1L), List.of("c", 1L));
        }
    }

    @Test
    void twoWorkersAreTwoRuntimesWithLinksBetweenThem() {
        Object[] lines = IntStream.range(0, 2000)
                .mapToObj(i -> "word" + i % 10 + " common")
                .toArray();
        try (LocalTopology words =
                cluster.submit("words", Map.of("topology.workers", 2), DemoTopology.wordCount(lines))) {
            words.awaitAcked(lines.length, SOON);

            TopologyInfo info = words.info();
            assertThat(info.workers())
                    .hasSize(2)
                    .extracting(TopologyInfo.Worker::port)
                    .doesNotHaveDuplicates();
            assertThat(info.executors())
                    .extracting(TopologyInfo.Executor::port)
                    .containsAll(info.workers().stream()
                            .map(TopologyInfo.Worker::port)
                            .toList());
            assertThat(words.collect("count", "default")).contains(List.of("common", 2000L), List.of("word3", 200L));
        }
    }

    @Test
    void aTakenNameIsRefusedAndFreeAgainAfterClose() {
        LocalTopology first = cluster.submit("words", Map.of(), DemoTopology.wordCount("a"));

        assertRefused(Code.NAME_TAKEN, () -> cluster.submit("words", Map.of(), DemoTopology.wordCount("a")));
        first.close();

        cluster.submit("words", Map.of(), DemoTopology.wordCount("a")).close();
    }

    @Test
    void closeOfATopologyReturnsAfterCleanup() {
        LocalTopology words = cluster.submit("words", Map.of(), DemoTopology.wordCount("a"));
        words.awaitAcked(1, SOON);
        int before = DemoTopology.Count.CLEANED_UP.get();

        words.close();
        words.close();

        assertThat(DemoTopology.Count.CLEANED_UP.get()).isEqualTo(before + 2);
    }

    @Test
    void aPrepareThatThrowsIsASubmitExceptionAndTheNameIsFree() {
        assertThatExceptionOfType(SubmitException.class)
                .isThrownBy(
                        () -> cluster.submit("words", Map.of(), DemoTopology.wordCount(new DemoTopology.Broken(), "a")))
                .withMessageContaining("'split'")
                .withMessageContaining("no such table")
                .satisfies(thrown -> assertThat(thrown.code()).isEqualTo(Code.USER_CODE));

        cluster.submit("words", Map.of(), DemoTopology.wordCount("a")).close();
    }

    @Test
    void aWrongKeyIsRefused() {
        assertRefused(
                Code.CONFIG, () -> cluster.submit("words", Map.of("topology.worker", 1), DemoTopology.wordCount("a")));
    }

    @Test
    void deactivatedItIsIdleAndActivatedItGoesOn() {
        try (LocalTopology words = cluster.submit("words", Map.of(), DemoTopology.wordCount("a", "b"))) {
            words.awaitAcked(2, SOON);
            words.deactivate();
            words.awaitIdle(SOON);
            assertThat(words.info().status()).isEqualTo(TopologyStatus.INACTIVE);

            words.activate();
            assertThat(words.info().status()).isEqualTo(TopologyStatus.ACTIVE);
        }
    }

    @Test
    void acksThatDoNotComeAreAnAssertionErrorThatSaysHowFarItGot() {
        try (LocalTopology words = cluster.submit("words", Map.of(), DemoTopology.wordCount("a"))) {
            words.awaitAcked(1, SOON);

            assertThatExceptionOfType(AssertionError.class)
                    .isThrownBy(() -> words.awaitAcked(2, Duration.ofMillis(100)))
                    .withMessageContaining("1 of 2 trees acked");
        }
    }

    @Test
    void closeLeavesNoThread() {
        // Its pools may grow at any time.
        cluster.close();
        Set<Thread> before = threads();

        try (LocalCluster other = LocalCluster.builder().supervisors(1).slots(2).start()) {
            LocalTopology words = other.submit("words", Map.of("topology.workers", 2), DemoTopology.wordCount("a b"));
            words.awaitAcked(1, SOON);
        }

        // A thread that has done its work may need a moment to be gone.
        await().atMost(Duration.ofSeconds(2)).untilAsserted(() -> {
            Set<Thread> left = threads();
            left.removeAll(before);
            assertThat(left).isEmpty();
        });
    }

    @Test
    void onceTheClassesAreLoadedItIsUpInWellUnderASecond() {
        long start = System.nanoTime();
        LocalCluster other = new LocalCluster();
        LocalTopology words = other.submit("words", Map.of(), DemoTopology.wordCount("a"));
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        words.close();
        other.close();

        System.err.println("cluster and topology up after " + took.toMillis() + " ms");
        // Twice what is promised: the machine may be busy with other tests.
        assertThat(took).isLessThan(Duration.ofSeconds(2));
    }

    private static void assertRefused(Code code, org.assertj.core.api.ThrowableAssert.ThrowingCallable submit) {
        assertThatExceptionOfType(SubmitException.class)
                .isThrownBy(submit)
                .satisfies(refused -> assertThat(refused.code()).isEqualTo(code));
    }

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.isAlive() && !thread.getName().startsWith("awaitility"))
                .collect(Collectors.toSet());
    }
}

package dev.vendaval.tests.rules.lifecycle;

import static dev.vendaval.tests.topologies.lifecycle.Statuses.TUPLES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vendaval.api.Config;
import dev.vendaval.local.LocalTopology;
import dev.vendaval.protocol.state.TopologyStatus;
import dev.vendaval.tests.topologies.lifecycle.Diary;
import dev.vendaval.tests.topologies.lifecycle.Diary.Entry;
import dev.vendaval.tests.topologies.lifecycle.Statuses;
import dev.vendaval.tests.topologies.lifecycle.Statuses.Cleanup;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class KillTest extends LocalTests {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofMillis(700);
    private static final Duration AT_ONCE = Duration.ofSeconds(5);

    private Played start(Map<String, Object> configuration, Cleanup cleanup) {
        String name = newName("killed");
        Played played = submit(name, configuration, Statuses.topology(name, cleanup));
        await("all tuples held", () -> played.diary().of("holder", "execute").size() == TUPLES);
        return played;
    }

    @Test
    @Tag("I7")
    void aKillDrainsAndReturnsAsSoonAsEverythingIsDone() {
        Played played = start(Map.of(), Cleanup.RETURNS);
        Diary diary = played.diary();
        CompletableFuture<Void> kill =
                CompletableFuture.runAsync(() -> played.topology().kill(LONG));
        await("spout stopped", () -> diary.events("source").contains("deactivate"));
        assertThat(played.topology().info().status()).isEqualTo(TopologyStatus.KILLED);

        diary.open(Statuses.RELEASE);
        assertThat(kill).succeedsWithin(SOON);

        assertThat(diary.of("source", "ack")).hasSize(TUPLES / 2);
        assertThat(diary.details("source", "fail"))
                .as("only those that the bolt failed")
                .hasSize(TUPLES / 2)
                .allSatisfy(id -> assertThat((Integer) id % 2).isOne());
        assertEverythingEndedInOrder(diary);
    }

    @Test
    @Tag("I7")
    void whenTheWaitIsOverPendingTreesFailAndComponentsAreCleanedUp() {
        Played played = start(Map.of(), Cleanup.RETURNS);
        long start = System.nanoTime();
        played.topology().kill(SHORT);

        Diary diary = played.diary();
        assertAllFailed(diary);
        assertThat(diary.of("source", "fail").get(0).nanos() - start).isGreaterThanOrEqualTo(SHORT.toNanos());
        assertEverythingEndedInOrder(diary);
    }

    @Test
    @Tag("I7")
    void withoutAWaitItEndsAtOnceAndStillFailsAndCleansUp() {
        Played played = start(Map.of(), Cleanup.RETURNS);
        long start = System.nanoTime();
        played.topology().kill(Duration.ZERO);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(AT_ONCE);
        assertAllFailed(played.diary());
        assertEverythingEndedInOrder(played.diary());
    }

    @Test
    @Tag("I7")
    void theWaitOfAnInactiveTopologyIsNoLonger() {
        Played played = start(Map.of(), Cleanup.RETURNS);
        Diary diary = played.diary();
        played.topology().deactivate();
        diary.open(Statuses.RELEASE);
        await(
                "drained",
                () -> diary.of("source", "ack").size()
                                + diary.of("source", "fail").size()
                        == TUPLES);

        long start = System.nanoTime();
        played.topology().kill(LONG);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(AT_ONCE);
        assertEverythingEndedInOrder(diary);
    }

    @Test
    @Tag("I7")
    void aCleanupThatThrowsKeepsNobodyElseFromTheirs() {
        Played played = start(Map.of(), Cleanup.THROWS);
        played.topology().kill(Duration.ZERO);

        assertEverythingEndedInOrder(played.diary());
    }

    @Test
    @Tag("I7")
    void aCleanupThatDoesNotReturnIsLeftBehindWhenItsTimeIsOver() {
        Played played = start(Map.of(Config.TOPOLOGY_CLEANUP_TIMEOUT, "500ms"), Cleanup.BLOCKS);
        long start = System.nanoTime();
        played.topology().kill(Duration.ZERO);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofMillis(500), AT_ONCE);
        assertEverythingEndedInOrder(played.diary());
    }

    @Test
    @Tag("I7")
    void theNameIsFreeWhenAKillHasReturned() {
        Played played = start(Map.of(), Cleanup.RETURNS);
        String name = played.topology().name();
        played.topology().kill(Duration.ZERO);

        try (LocalTopology again = cluster().submit(name, Map.of(), Statuses.topology(newName("again")))) {
            assertThat(again.id()).isNotEqualTo(played.topology().id());
        }
    }

    private static void assertAllFailed(Diary diary) {
        assertThat(diary.details("source", "fail")).hasSize(TUPLES).doesNotHaveDuplicates();
        assertThat(diary.of("source", "ack")).isEmpty();
    }

    /** Spout stopped, every tree done, every component ended, and last of all the worker's hook. */
    private static void assertEverythingEndedInOrder(Diary diary) {
        List<String> spout = diary.events("source");
        assertThat(spout).containsOnlyOnce("close").endsWith("close");
        assertThat(spout.subList(spout.indexOf("deactivate"), spout.size())).doesNotContain("nextTuple");
        assertThat(diary.of("source", "ack").size() + diary.of("source", "fail").size())
                .isEqualTo(TUPLES);
        assertThat(diary.of("holder", "cleanup"))
                .extracting(Entry::task)
                .hasSize(2)
                .doesNotHaveDuplicates();
        assertThat(diary.violations()).isEmpty();
        List<Entry> entries = diary.entries();
        assertThat(entries.get(entries.size() - 1).event()).isEqualTo("shutdown");
    }
}
